/** English texts about places: a town and its past, a river, a walk. */
import type { Topic } from "./article.ts";
import { populationTable, townSlots } from "./facts.ts";
import { familyIn, personIn, riverIn, townIn } from "./names.ts";

export const townPast: Topic = {
  name: "history",
  slots: (random) => townSlots(random, "en"),
  titles: [
    "A [short |brief |]history of {town}",
    "{town}: [a town and its river|the story of a river town]",
    "[The making|The growth|The past] of {town}",
  ],
  summaries: [
    "{town} on the {river} was founded in {founded}, survived a siege in {siege} and grew to {people3} people by {year3}.",
  ],
  sections: [
    {
      heads: ["[Origins|Beginnings|Foundation]", "The first settlers"],
      sentences: [
        [
          "{town} was founded in {founded} by {founder}, who [built a mill|put up a wooden fort|cleared the forest] [beside|on the bank of] the {river}.",
          "Who founded {town}?",
          "{founder}",
        ],
        "The place was chosen [with care|for good reasons]: the river could be forded here, and [clay|stone|timber] was [close at hand|never far away].",
        [
          "A charter of {charter} [gave|granted] the settlers a weekly market and the right to [brew beer|mint coins|build walls].",
          "In which year did {town} get its charter?",
          "{charter}",
        ],
        "[Merchants|Traders|Carters] came from villages up to {distance} kilometres away.",
        "The [oldest|first] houses stood around a small square that is still [the heart of the town|used for the market].",
        "Their cellars, cut into the rock, [stayed cool all summer|kept wine and grain for years].",
      ],
    },
    {
      heads: ["The siege of {siege}", "[War and repair|Hard years]"],
      sentences: [
        [
          "In {siege} the town was besieged for {weeks} weeks, but its walls held.",
          "How many weeks did the siege of {town} last?",
          "{weeks}",
        ],
        "[Chronicles say|It is told] that the bakers [mixed sawdust into the flour|worked day and night] until the enemy [withdrew|gave up].",
        "[Half of the suburb|The northern gate|A row of barns] was lost to fire and had to be rebuilt.",
        [
          "A stone bridge of {arches} arches, finished in {bridge}, [replaced|took the place of] the old ferry.",
          "How many arches does the bridge have?",
          "{arches}",
        ],
        "Tolls from the bridge paid for [a new town hall|a school|the paving of the streets].",
      ],
    },
    {
      heads: ["[Growth|Industry]", "The railway and after"],
      sentences: [
        [
          "The railway reached {town} in {railway}, and [within a few years|soon] [tanneries|weaving mills|brickworks] lined the river.",
          "When did the railway come to {town}?",
          "{railway}",
        ],
        [
          "In {year2} the census counted {people2} people; by {year3} there were {people3}.",
          "How many people lived in {town} in {year3}?",
          "{people3}",
        ],
        "[Many|Most] of the mills closed long ago, and their halls now hold [workshops and flats|a museum|a library].",
        'Mayor {mayor} [calls|once called] the river "[our oldest street|the reason we are here]".',
        "[Visitors|Guests] come for [the walls|the bridge|the autumn fair] and stay for the [quiet lanes|food].",
      ],
    },
  ],
  list: {
    leads: ["Key dates:", "The [main|most important] events in order:"],
    items: (_, s) => [
      `${s.founded}: foundation`,
      `${s.charter}: market charter`,
      `${s.siege}: siege of ${s.weeks} weeks`,
      `${s.bridge}: stone bridge`,
      `${s.railway}: railway`,
    ],
  },
  table: (_, s) => populationTable(s, `Population of ${s.town}`, ["Year", "Inhabitants"]),
};

export const rivers = [
  { name: "Danube", length: "2,850", source: "the Black Forest", mouth: "the Black Sea" },
  { name: "Rhine", length: "1,230", source: "the Swiss Alps", mouth: "the North Sea" },
  { name: "Volga", length: "3,530", source: "the Valdai Hills", mouth: "the Caspian Sea" },
  { name: "Mekong", length: "4,350", source: "the Tibetan Plateau", mouth: "the South China Sea" },
  { name: "Loire", length: "1,010", source: "the Massif Central", mouth: "the Atlantic Ocean" },
  { name: "Elbe", length: "1,090", source: "the Giant Mountains", mouth: "the North Sea" },
];

export const riverPortrait: Topic = {
  name: "geography",
  slots(random) {
    const level = random.int(310, 420);
    return {
      ...random.pick(rivers),
      gauge: townIn(random, "en"),
      level: String(level),
      high: String(level + random.int(120, 400)),
      low: String(level - random.int(90, 200)),
      flood: String(random.int(1954, 2021)),
      reader: personIn(random, "en"),
    };
  },
  titles: ["The {name}", "[Along|Down|Following] the {name}", "The {name} from source to [mouth|sea]"],
  summaries: ["The {name} flows for about {length} kilometres from {source} to {mouth}."],
  sections: [
    {
      heads: ["[Course|From the source]", "Course of the river"],
      sentences: [
        ["The {name} rises in {source} and flows into {mouth}.", "Where does the {name} rise?", "In {source}"],
        ["It is about {length} kilometres long.", "How long is the {name}?", "About {length} kilometres"],
        "[In its upper course|At first] it is [narrow and fast|a mountain stream], then it [slows down|widens] and [begins to wind|leaves sandbanks behind].",
        "[Erosion|Moving water] carries [stones and sand|gravel] downstream, where the [coarse|heavy] pieces [settle first|come to rest first].",
      ],
    },
    {
      heads: ["[Water levels|High and low water]", "The gauge at {gauge}"],
      sentences: [
        [
          "At the gauge of {gauge} the mean level is {level} centimetres.",
          "What is the mean level at {gauge}?",
          "{level} centimetres",
        ],
        [
          "The highest mark, {high} centimetres, was left by the flood of {flood}.",
          "Which year's flood left the highest mark?",
          "{flood}",
        ],
        [
          "In dry summers the level falls to {low} centimetres.",
          "How low does the level fall in dry summers?",
          "To {low} centimetres",
        ],
        "{reader} has [read the gauge|kept the records] every morning for [many years|two decades].",
        "[Meadows|Wet forests] along the bank [store|hold back] water and [soften|lower] the peaks.",
      ],
    },
    {
      heads: ["[People and the river|Use]", "Ships, mills and bridges"],
      sentences: [
        "[Boats|Barges] have carried [salt, grain and timber|goods of every kind] on the {name} for [centuries|as long as people have lived here].",
        "[Dams|Weirs] made it easier to [navigate|use], but fish [could no longer climb|lost their way] until [ladders were built|passes were added].",
        "Today [cyclists|walkers] [follow|share] the old towpath.",
      ],
    },
  ],
  table: (_, s) => ({
    caption: `Levels at ${s.gauge}`,
    head: ["Level", "Centimetres"],
    rows: [
      ["Low", s.low!],
      ["Mean", s.level!],
      ["High", s.high!],
    ],
  }),
};

export const journey: Topic = {
  name: "travel",
  slots(random) {
    const [a, b, c] = [townIn(random, "en"), townIn(random, "en"), townIn(random, "en")];
    const [km1, km2] = [random.int(9, 24), random.int(9, 24)];
    return {
      a,
      b,
      c,
      river: riverIn(random, "en"),
      km1: String(km1),
      km2: String(km2),
      km: String(km1 + km2),
      inn: `${random.pick(["Golden", "Old", "Blue", "White"])} ${random.pick(["Lion", "Anchor", "Swan", "Bell"])}`,
      price: String(random.int(48, 130)),
      hours: String(random.int(3, 7)),
      owner: familyIn(random, "en"),
      bus: String(random.int(1, 99)),
    };
  },
  titles: ["[Two days|A weekend] along the {river}", "On foot from {a} to {c}", "From {a} to {c}: a walk"],
  summaries: ["A walk of {km} kilometres in two stages leads from {a} by way of {b} to {c}."],
  sections: [
    {
      heads: ["Day one: {a} to {b}", "The first stage"],
      sentences: [
        [
          "The path leaves {a} [behind the church|by the old gate] and follows the {river} for {km1} kilometres to {b}.",
          "How long is the first stage?",
          "{km1} kilometres",
        ],
        [
          "[Plan|Allow] {hours} hours, [breaks included|with a rest at the weir].",
          "How many hours should one allow for the first stage?",
          "{hours}",
        ],
        "[Herons|Kingfishers] are [common|often seen], and in June the meadows [smell of mint|are full of orchids].",
        [
          "[In the evening|At night] the {inn}, run by the {owner} family, has rooms from {price} euros.",
          "What does a room at the {inn} cost?",
          "From {price} euros",
        ],
      ],
    },
    {
      heads: ["Day two: {b} to {c}", "The second stage"],
      sentences: [
        [
          "From {b} it is {km2} kilometres to {c}, [mostly|nearly all of it] [downhill|in the shade].",
          "How far is it from {b} to {c}?",
          "{km2} kilometres",
        ],
        "[Halfway|After an hour] a [bench|tower] offers a view [over the whole valley|as far as the hills].",
        "[Take enough water|Carry a hat], for there is [no spring|no shop] on the way.",
        ["Bus {bus} goes back to {a} every hour.", "Which bus goes back to {a}?", "Bus {bus}"],
      ],
    },
  ],
  list: {
    leads: ["[What to pack|Bring along]:", "Useful things:"],
    items: (random) =>
      random
        .shuffled([
          "a map",
          "a rain jacket",
          "water and bread",
          "plasters",
          "a hat",
          "binoculars",
          "spare socks",
          "a torch",
        ])
        .slice(0, random.int(3, 5)),
  },
  table: (_, s) => ({
    caption: "Stages",
    head: ["From", "To", "Distance"],
    rows: [
      [s.a!, s.b!, `${s.km1} km`],
      [s.b!, s.c!, `${s.km2} km`],
      ["Total", "", `${s.km} km`],
    ],
  }),
};
