/** The places that an answer names, drawn on the picture. */
import { useState } from "react";
import type { PictureRef } from "../state/conversation.ts";
import { usePicture } from "../state/pictures.ts";
import type { Place } from "../text/boxes.ts";
import { Tabs } from "./tabs.tsx";

interface Props {
  readonly pictures: readonly PictureRef[];
  readonly places: readonly Place[];
}

export function BoxesView({ pictures, places }: Props) {
  const [chosen, choose] = useState(0);
  const [pointed, point] = useState<number>();
  const [size, setSize] = useState<{ width: number; height: number }>();
  const picture = pictures[Math.min(chosen, pictures.length - 1)]!;
  const kept = usePicture(picture.id);
  return (
    <section className="panel-section">
      <h3>Places in the answer</h3>
      <Tabs names={pictures.map(({ name }) => name)} chosen={chosen} onChoose={choose} label="Picture to draw on" />
      <div className="boxes">
        {kept && (
          <img
            src={kept.url}
            alt={picture.name}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
              setSize({ width: naturalWidth, height: naturalHeight })
            }
          />
        )}
        {size && (
          <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
            {places.map((place, i) => (
              <Mark key={`${place.text}${place.left}`} place={place} size={size} pointed={pointed === i} />
            ))}
          </svg>
        )}
      </div>
      <ol className="places">
        {places.map((place, i) => (
          <li
            key={`${place.text}${place.left}`}
            onPointerEnter={() => point(i)}
            onPointerLeave={() => point(undefined)}
          >
            {place.label || "place"} <code>{place.text}</code>
          </li>
        ))}
      </ol>
    </section>
  );
}

interface MarkProps {
  readonly place: Place;
  readonly size: { readonly width: number; readonly height: number };
  readonly pointed: boolean;
}

function Mark({ place, size, pointed }: MarkProps) {
  const across = place.unit === "pixels" ? size.width : 1;
  const down = place.unit === "pixels" ? size.height : 1;
  const [x, y] = [place.left / across, place.top / down];
  const [width, height] = [place.right / across - x, place.bottom / down - y];
  const isPoint = width === 0 && height === 0;
  const shape = isPoint
    ? {
        x: x - 0.012,
        y: y - (0.012 * size.width) / size.height,
        width: 0.024,
        height: (0.024 * size.width) / size.height,
      }
    : { x, y, width, height };
  return (
    <g className="mark" data-pointed={pointed ? "" : undefined} data-point={isPoint ? "" : undefined}>
      <rect className="mark-halo" {...shape} rx={isPoint ? 0.012 : 0} />
      <rect className="mark-line" {...shape} rx={isPoint ? 0.012 : 0} />
    </g>
  );
}
