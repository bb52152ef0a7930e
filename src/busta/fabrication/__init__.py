"""fabrication"""
