"""Shell, navigation, home of each role, region page."""
