enum LocalDiskPlaceholder {}
