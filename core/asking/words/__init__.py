"""Words of questions: what everybody's questions share, as data files with their source."""
