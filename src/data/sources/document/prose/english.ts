/** What English texts are written from: topics with their phrases. */
import type { Random } from "../../../random.ts";
import type { Topic } from "./article.ts";
import { animals, dishNumbers, townSlots } from "./facts.ts";
import { familyIn, firmIn, personIn, riverIn, townIn } from "./names.ts";

const animalNames = ["red fox", "otter", "barn owl", "hedgehog", "beaver", "badger"] as const;
const animalDiets = [
  "mice, voles and fruit",
  "fish and crayfish",
  "voles and shrews",
  "beetles, worms and slugs",
  "bark, leaves and water plants",
  "earthworms, roots and grain",
] as const;
const animalHomes = [
  "an earth under roots or rocks",
  "a holt in the river bank",
  "a barn, a tower or a hollow tree",
  "a nest of dry leaves",
  "a lodge of branches and mud",
  "a sett with many chambers",
] as const;
const animalPlaces = [
  "woodland, farmland and towns",
  "clean rivers and lakes",
  "open grassland",
  "hedges, parks and gardens",
  "slow streams lined with willows",
  "light woods on sandy soil",
] as const;

const townPast: Topic = {
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
  table: (_, s) => ({
    caption: `Population of ${s.town}`,
    head: ["Year", "Inhabitants"],
    rows: [
      [s.year1!, s.people1!],
      [s.year2!, s.people2!],
      [s.year3!, s.people3!],
    ],
  }),
};

const animalPortrait: Topic = {
  name: "biology",
  slots(random) {
    const i = random.int(0, animals.length - 1);
    return {
      ...animals[i]!,
      animal: animalNames[i]!,
      diet: animalDiets[i]!,
      home: animalHomes[i]!,
      place: animalPlaces[i]!,
      park: townIn(random, "en"),
      count: String(random.int(12, 80)),
      year: String(random.int(1995, 2023)),
    };
  },
  titles: ["The {animal}", "[Meet|Living with] the {animal}", "[Life|A year in the life] of the {animal}"],
  summaries: ["The {animal} ({latin}) lives in {place}, feeds on {diet} and weighs {mass} kilograms."],
  sections: [
    {
      heads: ["[Appearance|Size and shape]", "[Body|Looks]"],
      sentences: [
        "The {animal} is [easy to recognise|well known to most people], though few have [seen one by day|watched one closely].",
        [
          "[Grown animals|Adults] measure {length} centimetres and weigh {mass} kilograms.",
          "How much does an adult {animal} weigh?",
          "{mass} kilograms",
        ],
        ["Its scientific name is {latin}.", "What is the scientific name of the {animal}?", "{latin}"],
        "Males are [usually|on average] [a little|somewhat] larger than females.",
        "[Its senses are keen|Hearing is its sharpest sense], and it is [most active at dusk|on the move mainly at night].",
      ],
    },
    {
      heads: ["[Habitat|Where it lives]", "Habitat and food"],
      sentences: [
        ["It lives in {place} and rests in {home}.", "Where does the {animal} rest?", "In {home}"],
        ["Its diet consists [mainly|mostly] of {diet}.", "What does the {animal} eat?", "{diet}"],
        "[In hard winters|When food is short] it [widens its range|wanders further than usual].",
        [
          "A survey near {park} counted {count} animals in {year}.",
          "How many animals were counted near {park}?",
          "{count}",
        ],
      ],
    },
    {
      heads: ["[Young|Family life]", "Breeding"],
      sentences: [
        [
          "A litter or brood has {young} young as a rule.",
          "How many young does the {animal} have as a rule?",
          "{young}",
        ],
        "They are [blind|helpless] at first and [stay with the mother|are fed by their parents] for [some weeks|a month or more].",
        [
          "In the wild it lives for {years} years [on average|as a rule], [longer in care|and rarely longer].",
          "How many years does the {animal} live in the wild?",
          "{years}",
        ],
        "[Road traffic|The loss of hedges|Polluted water] is among its [greatest|main] dangers.",
      ],
    },
  ],
  table: (_, s) => ({
    caption: `The ${s.animal} at a glance`,
    head: ["Property", "Value"],
    rows: [
      ["Length", `${s.length} cm`],
      ["Mass", `${s.mass} kg`],
      ["Young", s.young!],
      ["Age", `${s.years} years`],
    ],
  }),
};

const dish: Topic = {
  name: "cooking",
  slots(random) {
    return {
      ...dishNumbers(random),
      thing: random.pick(["leek", "spinach", "pumpkin", "onion", "mushroom", "fennel", "carrot"]),
      form: random.pick(["tart", "bake", "pie", "gratin"]),
      herb: random.pick(["thyme", "parsley", "dill", "sage", "chives"]),
      hard: random.pick(["Gruyère", "cheddar", "parmesan", "Emmental"]),
      cook: personIn(random, "en"),
    };
  },
  titles: ["{thing} {form} with {herb}", "[A simple|Our favourite|A winter] {thing} {form}"],
  summaries: ["A {thing} {form} for {persons} people that takes {total} minutes in all."],
  sections: [
    {
      heads: ["[About this recipe|Before you start]"],
      sentences: [
        "[This|Our] {thing} {form} needs [few ingredients|nothing fancy] and [forgives mistakes|always works].",
        ["The amounts are for {persons} people.", "For how many people is the recipe?", "{persons}"],
        [
          "Allow {prepare} minutes for the work and {bake} minutes in the oven.",
          "How long does the {form} stay in the oven?",
          "{bake} minutes",
        ],
        "{cook}, who [wrote it down|gave it to us], [never measures|adds a pinch of nutmeg to] the milk.",
        "Leftovers [keep for two days|taste good cold] in the refrigerator.",
      ],
    },
    {
      heads: ["Method", "[How to do it|Step by step]"],
      sentences: [
        [
          "Heat the oven to {degrees} °C and butter a [round|shallow] dish.",
          "How hot should the oven be?",
          "{degrees} °C",
        ],
        "Cut the {thing} into [thin slices|small pieces] and [soften it in butter|cook it gently in a covered pan].",
        ["Whisk {eggs} eggs with the milk and stir in half of the {hard}.", "How many eggs are needed?", "{eggs}"],
        "Rub the butter into the flour, add a little cold water and [roll out the dough|press the dough into the dish].",
        "[Spread|Arrange] the filling evenly and scatter the [remaining|rest of the] cheese over it.",
        "Bake until [golden|the top is crisp], then sprinkle with {herb} and [serve at once|let it rest for ten minutes].",
      ],
    },
  ],
  list: {
    leads: ["Ingredients:", "[You need|You will need]:"],
    items: (_, s) => [
      `${s.flour} g flour`,
      `${s.vegetable} g ${s.thing}`,
      `${s.cheese} g ${s.hard}`,
      `${s.milk} ml milk`,
      `${s.eggs} eggs`,
      `a handful of ${s.herb}`,
    ],
  },
};

const rivers = [
  { name: "Danube", length: "2,850", source: "the Black Forest", mouth: "the Black Sea" },
  { name: "Rhine", length: "1,230", source: "the Swiss Alps", mouth: "the North Sea" },
  { name: "Volga", length: "3,530", source: "the Valdai Hills", mouth: "the Caspian Sea" },
  { name: "Mekong", length: "4,350", source: "the Tibetan Plateau", mouth: "the South China Sea" },
  { name: "Loire", length: "1,010", source: "the Massif Central", mouth: "the Atlantic Ocean" },
  { name: "Elbe", length: "1,090", source: "the Giant Mountains", mouth: "the North Sea" },
];

const riverPortrait: Topic = {
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

const journey: Topic = {
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

const trial: Topic = {
  name: "study",
  slots(random) {
    const group = random.int(18, 120);
    const [control, treated] = [random.int(180, 260), random.int(120, 178)];
    const [ways, subject] = random.pick([
      ["slow and fast cooling", "glass"],
      ["dry and damp storage", "seed"],
      ["one and two coats of varnish", "wood"],
      ["short and long sintering", "ceramic"],
    ] as const);
    return {
      ways,
      subject,
      group: String(group),
      all: String(2 * group),
      control: String(control),
      treated: String(treated),
      drop: String(control - treated),
      sd: String(random.int(11, 29)),
      p: random.pick(["0.003", "0.012", "0.021", "0.038"]),
      lab: townIn(random, "en"),
      firm: firmIn(random, "en"),
      weeks: String(random.int(4, 26)),
      other: familyIn(random, "en"),
      year: String(random.int(2004, 2023)),
    };
  },
  titles: [
    "[Effects|Influence] of {ways} on the strength of {subject} samples",
    "{subject} under load: a comparison of {ways}",
  ],
  summaries: [
    "In a comparison of {ways} with {all} {subject} samples the mean strength differed by {drop} units (p = {p}).",
  ],
  sections: [
    {
      heads: ["Introduction", "Background"],
      sentences: [
        "The strength of {subject} [depends on|varies with] [many factors|its treatment], of which {ways} [are rarely compared|have received little attention].",
        [
          "{other} ({year}) [found|reported] a [small|marked] effect, [though with few samples|but gave no error bars].",
          "In which year was the work of {other} published?",
          "{year}",
        ],
        "We [repeat|extend] that work with [more samples|a stricter protocol].",
      ],
    },
    {
      heads: ["Methods", "Materials and methods"],
      sentences: [
        [
          "We tested {all} samples in two groups of {group} at the laboratory in {lab}.",
          "How many samples were tested?",
          "{all}",
        ],
        ["All samples were supplied by {firm} and stored for {weeks} weeks.", "Who supplied the samples?", "{firm}"],
        "The load was raised [in steps|steadily] until the sample [broke|cracked].",
        "[Groups|The two groups] were compared with [a t-test|Welch's test]; the order was [random|drawn by lot].",
      ],
    },
    {
      heads: ["Results"],
      sentences: [
        [
          "The mean strength was {control} units in the first group and {treated} in the second.",
          "What was the mean strength in the first group?",
          "{control} units",
        ],
        ["The difference of {drop} units was significant (p = {p}).", "What is the p value of the difference?", "{p}"],
        "The standard deviation was {sd} units in both groups.",
        "No sample had to be [excluded|repeated].",
      ],
    },
    {
      heads: ["Discussion", "Conclusion"],
      sentences: [
        "Our results [agree with|support] those of {other}, and the [smaller scatter|larger number] makes them [firmer|more certain].",
        "[A limit|One weakness] of the study is that [only one supplier was used|temperature was not varied].",
        "[Further work|Future tests] should [cover more materials|follow the samples for longer].",
      ],
    },
  ],
  table: (_, s) => ({
    caption: "Strength by group",
    head: ["Group", "n", "Mean", "SD"],
    rows: [
      ["A", s.group!, s.control!, s.sd!],
      ["B", s.group!, s.treated!, s.sd!],
    ],
  }),
};

const notice: Topic = {
  name: "office",
  slots(random: Random) {
    return {
      firm: firmIn(random, "en"),
      head: personIn(random, "en"),
      major: String(random.int(2, 9)),
      minor: String(random.int(0, 9)),
      day: String(random.int(1, 28)),
      month: random.pick(["March", "May", "June", "September", "November"]),
      from: String(random.int(17, 21)),
      hours: String(random.int(2, 6)),
      users: String(random.int(40, 900)),
      tool: random.pick(["order desk", "time sheet", "archive", "warehouse list", "booking tool"]),
      room: String(random.int(101, 420)),
    };
  },
  titles: ["The new {tool}", "[Notice|News]: {tool} {major}.{minor}", "Moving to {tool} {major}.{minor}"],
  summaries: ["{firm} moves {users} users to version {major}.{minor} of the {tool} on {day} {month}."],
  sections: [
    {
      heads: ["[What changes|What is new]"],
      sentences: [
        [
          "On {day} {month} {firm} moves to version {major}.{minor} of the {tool}.",
          "Which version will {firm} use?",
          "{major}.{minor}",
        ],
        "Search is [faster|easier], lists can be [sorted and saved|printed without tricks], and [dark colours|large letters] are [available|there for those who like them].",
        ["About {users} users are affected.", "How many users are affected?", "About {users}"],
        "[Nothing is lost|All data stay]: old entries [open as before|are carried over].",
      ],
    },
    {
      heads: ["[What you have to do|Your part]", "Timetable"],
      sentences: [
        [
          "The {tool} will be [closed|down] for {hours} hours from {from}:00.",
          "For how many hours will the {tool} be down?",
          "{hours}",
        ],
        "[Please save|Save] your work and [log out|close all windows] before that.",
        ["{head} answers questions in room {room}.", "Who answers questions?", "{head}"],
        "[Training|A short course] is offered [every Tuesday|twice a week] and takes [half an hour|forty minutes].",
      ],
    },
  ],
  list: {
    ordered: true,
    leads: ["In [short|brief]:", "Steps:"],
    items: () => [
      "Save your work.",
      "Log out of all machines.",
      "Wait for the message that all is done.",
      "Log in and check your last entry.",
    ],
  },
};

export const english: readonly Topic[] = [townPast, animalPortrait, dish, riverPortrait, journey, trial, notice];
