enum Scaffolding {}
