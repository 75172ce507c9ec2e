"""What the parsers of office formats share: containers, safe XML, number formats, grids."""
