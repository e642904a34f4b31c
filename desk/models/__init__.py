"""What the desk keeps: daily and weekly summaries."""

from desk.models.summaries import DailyLine, DailySummary, WeeklySummary

__all__ = ["DailyLine", "DailySummary", "WeeklySummary"]
