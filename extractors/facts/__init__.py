"""What a plan states besides its hierarchy: title, period, statements, terms, calendars. Lines in, facts out. No IO."""
