/** Chooses one of several things; nothing where there is only one. */
interface Props {
  readonly names: readonly string[];
  readonly chosen: number;
  readonly label: string;
  onChoose(place: number): void;
}

export function Tabs({ names, chosen, label, onChoose }: Props) {
  if (names.length < 2) return null;
  return (
    <fieldset className="tabs">
      <legend className="visually-hidden">{label}</legend>
      {names.map((name, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two pictures may have one name
        <button key={place} type="button" aria-pressed={place === chosen} onClick={() => onChoose(place)}>
          {place + 1}. {name}
        </button>
      ))}
    </fieldset>
  );
}
