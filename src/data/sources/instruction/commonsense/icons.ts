/** Icons of applications, drawn in a square of 24, with what a press on them does. */
import { circle, line, path, polygon, polyline, rect } from "../kit/svg.ts";

export interface Icon {
  readonly name: string;
  readonly look: string;
  /** "deletes the selected item": follows "it". */
  readonly does: string;
  /** "delete something": follows "to". */
  readonly goal: string;
  readonly draw: (ink: string) => string;
}

const s = (ink: string) => ({ stroke: ink, width: 2, cap: "round" as const });

export const icons = {
  bin: {
    name: "bin",
    look: "a waste bin",
    does: "deletes what is selected",
    goal: "delete something",
    draw: (k) => path("M4 6H20M9 6V3H15V6M6 6L7 21H17L18 6M10 10V17M14 10V17", s(k)),
  },
  search: {
    name: "magnifying glass",
    look: "a magnifying glass",
    does: "opens the search",
    goal: "look for something by a word",
    draw: (k) => circle(10, 10, 6.5, s(k)) + line(15, 15, 21, 21, { ...s(k), width: 3 }),
  },
  settings: {
    name: "gear",
    look: "a gear wheel",
    does: "opens the settings",
    goal: "change the settings",
    draw: (k) =>
      circle(12, 12, 3, s(k)) +
      circle(12, 12, 6.5, s(k)) +
      Array.from({ length: 8 }, (_, i) => {
        const a = (i * Math.PI) / 4;
        return line(12 + 7 * Math.cos(a), 12 + 7 * Math.sin(a), 12 + 10 * Math.cos(a), 12 + 10 * Math.sin(a), {
          ...s(k),
          width: 3,
        });
      }).join(""),
  },
  attach: {
    name: "paper clip",
    look: "a paper clip",
    does: "attaches a file",
    goal: "send a file along",
    draw: (k) => path("M8 7V16A4 4 0 0 0 16 16V6A3 3 0 0 0 10 6V15A1.5 1.5 0 0 0 13 15V8", s(k)),
  },
  save: {
    name: "floppy disk",
    look: "a floppy disk",
    does: "saves the work",
    goal: "keep my changes",
    draw: (k) => path("M4 4H17L20 7V20H4Z", s(k)) + rect(8, 4, 8, 5, s(k)) + rect(7, 13, 10, 7, s(k)),
  },
  print: {
    name: "printer",
    look: "a printer",
    does: "prints the page",
    goal: "get it on paper",
    draw: (k) => rect(4, 9, 16, 8, s(k)) + rect(7, 3, 10, 6, s(k)) + rect(7, 14, 10, 7, { fill: "#fff", ...s(k) }),
  },
  undo: {
    name: "curved arrow to the left",
    look: "an arrow that curves to the left",
    does: "undoes the last step",
    goal: "take back my last step",
    draw: (k) =>
      path("M5 10H15A5 5 0 0 1 15 20H9", s(k)) +
      polyline(
        [
          [9, 5],
          [4, 10],
          [9, 15],
        ],
        s(k),
      ),
  },
  add: {
    name: "plus sign",
    look: "a plus sign",
    does: "creates a new entry",
    goal: "make a new entry",
    draw: (k) => path("M12 4V20M4 12H20", { ...s(k), width: 3 }),
  },
  bell: {
    name: "bell",
    look: "a bell",
    does: "shows the notifications",
    goal: "see the notifications",
    draw: (k) => path("M5 17H19L17 14V10A5 5 0 0 0 7 10V14Z", s(k)) + path("M10 20Q12 22 14 20", s(k)),
  },
  lock: {
    name: "padlock",
    look: "a padlock",
    does: "locks the entry against changes",
    goal: "protect it with a lock",
    draw: (k) => rect(5, 11, 14, 10, s(k)) + path("M8 11V7A4 4 0 0 1 16 7V11", s(k)),
  },
  heart: {
    name: "heart",
    look: "a heart",
    does: "marks it as a favourite",
    goal: "mark it as a favourite",
    draw: (k) => path("M12 20C4 14 3 10 4 7C6 3 11 4 12 8C13 4 18 3 20 7C21 10 20 14 12 20Z", s(k)),
  },
  camera: {
    name: "camera",
    look: "a camera",
    does: "takes a photo",
    goal: "take a photo",
    draw: (k) => path("M3 7H8L10 4H14L16 7H21V19H3Z", s(k)) + circle(12, 13, 4, s(k)),
  },
  mute: {
    name: "crossed-out speaker",
    look: "a crossed-out loudspeaker",
    does: "turns the sound off",
    goal: "switch off the sound",
    draw: (k) =>
      polygon(
        [
          [3, 9],
          [7, 9],
          [12, 5],
          [12, 19],
          [7, 15],
          [3, 15],
        ],
        s(k),
      ) + path("M16 9L21 15M21 9L16 15", s(k)),
  },
  download: {
    name: "arrow into a tray",
    look: "an arrow pointing down into a tray",
    does: "downloads the file",
    goal: "get the file onto this device",
    draw: (k) =>
      path("M12 3V14M4 15V20H20V15", s(k)) +
      polyline(
        [
          [7, 10],
          [12, 15],
          [17, 10],
        ],
        s(k),
      ),
  },
  menu: {
    name: "three lines",
    look: "three lines above each other",
    does: "opens the menu",
    goal: "open the menu",
    draw: (k) => path("M4 6H20M4 12H20M4 18H20", s(k)),
  },
  pin: {
    name: "map pin",
    look: "a map pin",
    does: "shows the place on a map",
    goal: "see where it is on a map",
    draw: (k) => path("M12 21C7 14 5 12 5 9A7 7 0 0 1 19 9C19 12 17 14 12 21Z", s(k)) + circle(12, 9, 2.5, s(k)),
  },
  calendar: {
    name: "calendar sheet",
    look: "a calendar sheet",
    does: "opens the calendar",
    goal: "choose a date",
    draw: (k) => rect(4, 5, 16, 15, s(k)) + path("M4 10H20M8 3V7M16 3V7", s(k)),
  },
  pause: {
    name: "two bars",
    look: "two upright bars",
    does: "pauses the playback",
    goal: "stop the music for a moment",
    draw: (k) => rect(6, 5, 4, 14, { fill: k }) + rect(14, 5, 4, 14, { fill: k }),
  },
} as const satisfies Record<string, Icon>;

export type IconName = keyof typeof icons;
