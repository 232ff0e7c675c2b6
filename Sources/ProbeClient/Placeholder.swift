enum ProbeClientPlaceholder {}
