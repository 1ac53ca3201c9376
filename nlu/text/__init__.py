"""Pure text functions: normalisation, scripts, skeletons, entities. Standard library only."""
