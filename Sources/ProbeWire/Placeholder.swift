enum ProbeWirePlaceholder {}
