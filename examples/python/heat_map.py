#!/usr/bin/python3
"""How invasive a slide looks, tile by tile, by matplotlib.

usage: heat_map.py SLIDE PICTURE [MPP]
"""

import sys

import matplotlib
import msmv

matplotlib.use("Agg")
import matplotlib.pyplot as plt

found = msmv.classify_slide(sys.argv[1], mpp=float(sys.argv[3]) if len(sys.argv) > 3 else None)
tiles, thumbnail = found["tiles"], found["thumbnail"]
slide = msmv.Slide(sys.argv[1])
scale = thumbnail.shape[1] / slide.dimensions[0]

figure, axes = plt.subplots(figsize=(9, 6), layout="constrained")
axes.imshow(thumbnail)
for x, y, width, height, share in zip(
    tiles["minx"], tiles["miny"], tiles["width"], tiles["height"], tiles["prob_Invasive"]
):
    axes.add_patch(
        plt.Rectangle(
            (x * scale, y * scale),
            width * scale,
            height * scale,
            facecolor=plt.cm.viridis(share),
            alpha=0.5,
        )
    )
figure.colorbar(plt.cm.ScalarMappable(cmap="viridis"), ax=axes, label="score of Invasive")
axes.set_title("tile classifier, not validated on slides")
axes.set_axis_off()
figure.savefig(sys.argv[2], dpi=120)
print(f"{len(tiles['minx'])} tiles, {found['tissue_mm2']:.1f} mm2 of tissue")
