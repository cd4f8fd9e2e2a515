/** People who can be named because their name stands beside them: badges, captions, jerseys; and some who cannot. */
import type { Random } from "../../../random.ts";
import { instructionSource } from "../kit/draft.ts";
import { type Look, lookOf } from "../kit/look.ts";
import { type Person, peopleOf } from "../kit/people.ts";
import { type Exchange, listed, spin } from "../kit/phrases.ts";
import { drawing, marked, rect, text } from "../kit/svg.ts";
import { face } from "./faces.ts";

const families =
  "Abbott Berger Castillo Duval Eriksen Fuentes Graham Hofer Iversen Jansen Kovacs Lindholm Moreau Novak Okafor Petrov Quinn Rossi Sato Tanaka Ueda Vargas Weber Ximenes Yilmaz Zeller".split(
    " ",
  );
const jobs = [
  "engineer",
  "nurse",
  "teacher",
  "chemist",
  "designer",
  "librarian",
  "pilot",
  "translator",
  "electrician",
  "biologist",
  "manager",
  "editor",
];
const firms = [
  "Nordwind Labs",
  "Helio Works",
  "Blue Harbor Clinic",
  "City Library",
  "Alder & Finch",
  "Orbit Foods",
  "Kestrel Air",
  "Green Valley School",
];

interface Named extends Person {
  readonly full: string;
  readonly job: string;
}

const drawnFace = (one: Person, name: string, x: number, y: number, size: number, random: Random) =>
  marked(
    "face",
    name,
    `translate(${x} ${y}) scale(${(size / 110).toFixed(3)})`,
    `<g stroke-linecap="round" stroke-linejoin="round">${face(one.female, random)}</g>`,
  );

export const badges = instructionSource(
  {
    name: "name-badges",
    version: 3,
    leaf: "Recognition/Local Description/Person Recognition",
    description: "Badges, jerseys and captioned pictures that say who somebody is; without a name nobody is named.",
  },
  ({ random, maxSide }) => {
    const look = lookOf(random, { dark: 0.05 });
    const people = peopleOf(random, 4).map(
      (one): Named => ({ ...one, full: `${one.name} ${random.pick(families)}`, job: random.pick(jobs) }),
    );
    const template = random.weighted({ badge: 4, group: 3, jersey: 2, nameless: 1 });
    if (template === "badge") return { template, ...badge(people[0]!, look, random, maxSide) };
    if (template === "jersey") return { template, ...team(people.slice(0, random.int(2, 4)), look, random, maxSide) };
    if (template === "nameless") return { template, ...nameless(people[0]!, look, random, maxSide) };
    return { template, ...captioned(people.slice(0, random.int(2, 4)), look, random, maxSide) };
  },
);

function badge(one: Named, look: Look, random: Random, maxSide: number) {
  const firm = random.pick(firms);
  const number = String(random.int(1000, 99999));
  const accent = look.accents[0]!;
  const body = [
    rect(20, 14, 260, 330, { fill: look.dark ? "#333a46" : "#ffffff", stroke: look.muted, width: 1.5, round: 14 }),
    rect(20, 14, 260, 56, { fill: accent, round: 14 }),
    text(150, 49, firm, { size: 20, weight: 700, fill: "#ffffff", mark: "text" }),
    drawnFace(one, one.full, 100, 82, 100, random),
    text(150, 230, one.full, { size: 23, weight: 700, mark: "name" }),
    text(150, 262, one.job, { size: 18, fill: look.muted, mark: "job" }),
    text(150, 318, `No. ${number}`, { size: 17, mark: "number" }),
  ];
  const [he, his] = one.female ? ["she", "her"] : ["he", "his"];
  const first: Exchange = [
    spin(
      random,
      "{Who is this person?|Who is shown on the badge?|What is the name of this person?|Can you tell me who this is?}",
    ),
    spin(
      random,
      `{According to the badge, this is ${one.full}.|The badge says ${one.full}.|It is ${one.full}, ${one.job} at ${firm}, as the badge says.|${one.full}, by the badge.}`,
    ),
  ];
  const more: Exchange[] = [
    [
      spin(random, `{What is ${his} job?|What does ${he} do?|What profession is given?}`),
      spin(
        random,
        `{The badge says: ${one.job}.|${one.job}.|${he} works as ${/^[aeiou]/.test(one.job) ? "an" : "a"} ${one.job}.}`,
      ),
    ],
    [
      spin(random, `{Where is the badge from?|Which organization issued the badge?}`),
      spin(random, `{${firm}.|The badge is from ${firm}.}`),
    ],
    [
      spin(random, "{What number is on the badge?|And the badge number?}"),
      spin(random, `{${number}.|It is number ${number}.}`),
    ],
  ];
  return {
    pictures: [drawing(random, look, maxSide, { width: 300, height: 360 }, ...body)],
    turns: [first, ...random.shuffled(more).slice(0, random.int(0, 2))],
  };
}

function captioned(people: readonly Named[], look: Look, random: Random, maxSide: number) {
  const full = random.chance(0.5);
  const called = people.map((one) => (full ? one.full : one.name));
  const body = people.map(
    (one, i) =>
      drawnFace(one, called[i]!, 22 + i * 150, 20, 110, random) +
      text(77 + i * 150, 160, called[i]!, { size: full ? 15 : 19, weight: 700, mark: "name" }),
  );
  const i = random.int(0, people.length - 1);
  const place =
    i === 0
      ? "on the left"
      : i === people.length - 1
        ? "on the right"
        : people.length === 3
          ? "in the middle"
          : `number ${i + 1} from the left`;
  const turns: Exchange[] = [
    [
      spin(random, `{Who is the person ${place}?|What is the name of the person ${place}?}`),
      spin(random, `{The caption says ${called[i]}.|It is ${called[i]}, by the caption.|${called[i]}.}`),
    ],
    [
      spin(random, "{Who is in the picture?|Name the people from left to right.|List everyone who is shown.}"),
      spin(
        random,
        `{From left to right: ${listed(called)}.|${listed(called)}, from left to right.|By the captions, they are ${listed(called)}.}`,
      ),
    ],
    [
      spin(random, `{Where is ${called[i]}?|Which one is ${called[i]}?}`),
      spin(random, `{${called[i]} is the one ${place}.|The person ${place}.}`),
    ],
  ];
  return {
    pictures: [drawing(random, look, maxSide, { width: 20 + people.length * 150, height: 182 }, ...body)],
    turns: random.shuffled(turns).slice(0, random.int(1, 3)),
  };
}

function team(people: readonly Named[], look: Look, random: Random, maxSide: number) {
  const numbers = random.shuffled(Array.from({ length: 30 }, (_, i) => i + 1)).slice(0, people.length);
  const accent = random.pick(["#b8323f", "#2d62a8", "#2f7d4b", "#6c4a9c"]);
  const body = people.map((one, i) => {
    const x = 20 + i * 150;
    const shirt = `<path d="M${x + 14} 150L${x + 38} 118H${x + 92}L${x + 116} 150L${x + 98} 170V250H${x + 32}V170Z" fill="${accent}"/>`;
    return `${drawnFace(one, `${one.name}, number ${numbers[i]}`, x + 12, 14, 106, random)}${shirt}${text(x + 65, 172, one.name, { size: 15, weight: 700, fill: "#ffffff", mark: "name" })}${text(x + 65, 220, String(numbers[i]), { size: 40, weight: 700, fill: "#ffffff", mark: "number" })}`;
  });
  const i = random.int(0, people.length - 1);
  const turns: Exchange[] = [
    [
      spin(random, `{Who wears number ${numbers[i]}?|What is the name of the player with number ${numbers[i]}?}`),
      spin(random, `{${people[i]!.name}.|The shirt with number ${numbers[i]} says ${people[i]!.name}.}`),
    ],
    [
      spin(random, `{What is ${people[i]!.name}'s number?|Which number does ${people[i]!.name} wear?}`),
      spin(random, `{Number ${numbers[i]}.|${people[i]!.name} wears number ${numbers[i]}.|${numbers[i]}.}`),
    ],
    [
      spin(random, "{Who are these players?|List the players with their numbers.}"),
      `${listed(people.map((one, k) => `${one.name} (${numbers[k]})`))}.`,
    ],
  ];
  return {
    pictures: [drawing(random, look, maxSide, { width: 20 + people.length * 150, height: 268 }, ...body)],
    turns: random.shuffled(turns).slice(0, random.int(1, 3)),
  };
}

function nameless(one: Named, look: Look, random: Random, maxSide: number) {
  const pronoun = one.female ? "her" : "him";
  const turns: Exchange[] = [
    [
      spin(
        random,
        "{Who is this person?|What is the name of this person?|Can you tell me who this is?|Do you know this person?}",
      ),
      spin(
        random,
        `{There is no name in the picture, so I cannot say who this is.|I cannot tell: nothing in the picture names ${pronoun}.|The picture gives no name, and I do not identify people by their faces.}`,
      ),
    ],
  ];
  return {
    pictures: [
      drawing(random, look, maxSide, { width: 170, height: 164 }, drawnFace(one, "face", 20, 18, 130, random)),
    ],
    turns,
    flags: ["refusal"],
  };
}
