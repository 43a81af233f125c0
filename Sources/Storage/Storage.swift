enum Storage {}
