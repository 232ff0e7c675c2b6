enum InotifyWatchPlaceholder {}
