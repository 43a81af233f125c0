enum Simulation {}
