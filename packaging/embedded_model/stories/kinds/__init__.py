"""One file for each kind of document: its frames and the function that puts them in order."""
