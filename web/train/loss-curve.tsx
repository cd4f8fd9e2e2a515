/** The losses of a training as a line over its steps, on a logarithmic scale: from nats to hundredths of them. */
import type { TuneStep } from "../../src/web/index.ts";

const width = 600;
const height = 200;
const margin = { left: 60, right: 12, top: 12, bottom: 30 };
const ticks = [10, 1, 0.1, 0.01, 0.001];

export function LossCurve({ steps }: { steps: readonly TuneStep[] }) {
  const last = steps.at(-1);
  const most = Math.max(20, last?.step ?? 0);
  const x = (step: number) => margin.left + ((step - 1) / (most - 1)) * (width - margin.left - margin.right);
  const [top, bottom] = [Math.log10(10), Math.log10(0.001)];
  const y = (loss: number) => {
    const level = Math.min(top, Math.max(bottom, Math.log10(Math.max(loss, 1e-9))));
    return margin.top + ((top - level) / (top - bottom)) * (height - margin.top - margin.bottom);
  };
  const points = thinned(steps).map(({ step, loss }) => `${x(step).toFixed(1)},${y(loss).toFixed(1)}`);
  const label = last
    ? `Loss ${steps[0]!.loss.toFixed(2)} at the first step, ${last.loss.toFixed(3)} at step ${last.step}`
    : "No steps yet";
  return (
    <svg className="curve" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} className="curve-grid" />
          <text x={margin.left - 8} y={y(tick)} dy="0.32em" textAnchor="end">
            {tick}
          </text>
        </g>
      ))}
      <text x={width - margin.right} y={height - 6} textAnchor="end">
        {last ? `step ${last.step}` : "steps"}
      </text>
      <text x={margin.left} y={height - 6}>
        loss, nats a token
      </text>
      {points.length > 1 && <polyline points={points.join(" ")} className="curve-line" />}
      {last && <circle cx={x(last.step)} cy={y(last.loss)} r="3.5" className="curve-dot" />}
    </svg>
  );
}

/** At most 600 points: more than the line has pixels. */
function thinned(steps: readonly TuneStep[]): readonly TuneStep[] {
  const every = Math.ceil(steps.length / width);
  return every < 2 ? steps : steps.filter((_, i) => i % every === 0 || i === steps.length - 1);
}
