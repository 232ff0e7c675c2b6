enum IndexerPlaceholder {}
