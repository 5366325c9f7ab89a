"""Data with sources: what was measured, what is assumed, where the network lies, what is taught.

Every record says where it comes from and how sure it is; what nobody has confirmed is never
printed as a fact.
"""

from qinet_edu.reference.coastline import Coastline, coastline, coastlines
from qinet_edu.reference.curriculum import Exercise, Lesson, Track, curriculum, tracks
from qinet_edu.reference.growth import Plan, plan
from qinet_edu.reference.milestones import Figure, Milestone, milestones
from qinet_edu.reference.places import Place, Segment, backbone, places, ring, satellite_places
from qinet_edu.reference.presets import Preset, preset, presets
from qinet_edu.reference.routes import Route, route
from qinet_edu.reference.source import Status
from qinet_edu.reference.stages import Stage, WehnerStage, stage_title, stages, wehner_stages

__all__ = [
    "Coastline",
    "Exercise",
    "Figure",
    "Lesson",
    "Milestone",
    "Place",
    "Plan",
    "Preset",
    "Route",
    "Segment",
    "Stage",
    "Status",
    "Track",
    "WehnerStage",
    "backbone",
    "coastline",
    "coastlines",
    "curriculum",
    "milestones",
    "places",
    "plan",
    "preset",
    "presets",
    "ring",
    "route",
    "satellite_places",
    "stage_title",
    "stages",
    "tracks",
    "wehner_stages",
]
