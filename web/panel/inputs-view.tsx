/** The squares that the vision towers get, with the grid of image tokens over them. */
import { type PointerEvent, useState } from "react";
import type { PictureRef } from "../state/conversation.ts";
import { type ShownView, useInspection } from "./inspection.ts";
import { Tabs } from "./tabs.tsx";

export function InputsView({ model, pictures }: { readonly model: string; readonly pictures: readonly PictureRef[] }) {
  const [place, setPlace] = useState(0);
  const picture = pictures[Math.min(place, pictures.length - 1)]!;
  const { view, trouble } = useInspection(model, picture.id);
  return (
    <section className="panel-section">
      <h3>The picture, as it sees it</h3>
      <Tabs names={pictures.map(({ name }) => name)} chosen={place} onChoose={setPlace} label="Pictures" />
      {trouble && <p className="remark">{trouble}</p>}
      {!view && !trouble && <div className="inputs inputs-waiting" aria-busy="true" />}
      {view && <Inputs view={view} name={picture.name} />}
    </section>
  );
}

function Inputs({ view, name }: { readonly view: ShownView; readonly name: string }) {
  const [gridShown, showGrid] = useState(true);
  const [cell, setCell] = useState<number>();
  const { rows, columns } = view.grid;
  const count = rows * columns;
  const where = (index: number) => `row ${Math.floor(index / columns) + 1}, column ${(index % columns) + 1}`;
  return (
    <>
      <div className="inputs" data-single={view.inputs.length === 1 ? "" : undefined}>
        {view.inputs.map((input) => (
          <figure key={input.name}>
            <div className="input-square">
              <img
                src={input.url}
                alt={`${name} as the ${input.name}-resolution tower gets it`}
                data-small={input.size < 300 ? "" : undefined}
              />
              {gridShown && <Grid view={view} cell={cell} onCell={setCell} />}
            </div>
            <figcaption>
              {input.name === "high" ? "High" : "Low"} resolution, {input.size} × {input.size}
            </figcaption>
          </figure>
        ))}
      </div>
      <div className="grid-line">
        <label className="check">
          <input type="checkbox" checked={gridShown} onChange={(event) => showGrid(event.target.checked)} />
          Token grid
        </label>
        <span className="hint">
          {cell === undefined
            ? `${count} image tokens, ${rows} × ${columns}`
            : `token ${cell + 1} of ${count}: ${where(cell)}`}
        </span>
      </div>
      <Padding content={view.content} />
    </>
  );
}

interface GridProps {
  readonly view: ShownView;
  readonly cell: number | undefined;
  onCell(cell: number | undefined): void;
}

function Grid({ view, cell, onCell }: GridProps) {
  const { rows, columns } = view.grid;
  const { content } = view;
  const lines = [
    ...Array.from({ length: columns - 1 }, (_, i) => `M${i + 1} 0V${rows}`),
    ...Array.from({ length: rows - 1 }, (_, i) => `M0 ${i + 1}H${columns}`),
  ].join("");
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const column = Math.floor(((event.clientX - left) / width) * columns);
    const row = Math.floor(((event.clientY - top) / height) * rows);
    if (column >= 0 && column < columns && row >= 0 && row < rows) onCell(row * columns + column);
  };
  return (
    <svg
      className="grid"
      viewBox={`0 0 ${columns} ${rows}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      onPointerMove={point}
      onPointerLeave={() => onCell(undefined)}
    >
      <path className="grid-shadow" d={lines} />
      <path className="grid-lines" d={lines} />
      <rect
        className="grid-content"
        x={content.x * columns}
        y={content.y * rows}
        width={content.width * columns}
        height={content.height * rows}
      />
      {cell !== undefined && (
        <rect className="grid-cell" x={cell % columns} y={Math.floor(cell / columns)} width={1} height={1} />
      )}
    </svg>
  );
}

function Padding({ content }: Pick<ShownView, "content">) {
  const share = 1 - content.width * content.height;
  if (share < 0.005) return <p className="hint">The picture is square, so nothing was padded.</p>;
  return <p className="hint">{Math.round(share * 100)} % of the square is padding around the picture.</p>;
}
