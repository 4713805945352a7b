"""Files that ship with the program: model, fonts, icons, themes, sample documents."""
