enum RunEngine {}
