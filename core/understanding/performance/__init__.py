"""Performance forms (绩效目标表, 自评表): indicators, funds, projects; also where their grid was lost."""
