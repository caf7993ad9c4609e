"""Units of measurement of the Unicode Common Locale Data Repository that translators convert, with their factors."""

from __future__ import annotations

from align.fidelity.quantities.quantity import MeasurementUnit

_FACTORS = {
    "length-kilometer": 1000,
    "length-meter": 1,
    "length-centimeter": 0.01,
    "length-millimeter": 0.001,
    "length-mile": 1609.344,
    "length-yard": 0.9144,
    "length-foot": 0.3048,
    "length-inch": 0.0254,
    "mass-tonne": 1000,
    "mass-kilogram": 1,
    "mass-gram": 0.001,
    "mass-milligram": 0.000001,
    "mass-pound": 0.45359237,
    "mass-ounce": 0.028349523,
    "area-square-kilometer": 1e6,
    "area-square-meter": 1,
    "area-hectare": 1e4,
    "area-square-mile": 2589988.11,
    "area-acre": 4046.8564,
    "area-square-foot": 0.09290304,
    "volume-liter": 1,
    "volume-milliliter": 0.001,
    "volume-gallon": 3.785411784,
    "volume-cubic-meter": 1000,
    "speed-kilometer-per-hour": 1,
    "speed-mile-per-hour": 1.609344,
    "speed-meter-per-second": 3.6,
    "duration-century": 3155760000,
    "duration-decade": 315576000,
    "duration-year": 31557600,
    "duration-month": 2629800,
    "duration-week": 604800,
    "duration-day": 86400,
    "duration-hour": 3600,
    "duration-minute": 60,
    "duration-second": 1,
}

UNITS = {
    **{name: MeasurementUnit(name, name.partition("-")[0], factor) for name, factor in _FACTORS.items()},
    "temperature-celsius": MeasurementUnit("temperature-celsius", "temperature", 1.0),
    "temperature-fahrenheit": MeasurementUnit("temperature-fahrenheit", "temperature", 5 / 9, 32.0),
    "mass-ton": MeasurementUnit("mass-tonne", "mass", 1000),
}
"""
The units by name. A ton counts as a tonne, which in translations it nearly always is.
"""
