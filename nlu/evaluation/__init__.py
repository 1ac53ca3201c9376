"""Figures of understanding: pure, from what was meant and what was understood.

labels -> judgement -> measures, entities, confidence, confusions -> report (plain JSON)
report -> comparison, limits -> table, page
"""
