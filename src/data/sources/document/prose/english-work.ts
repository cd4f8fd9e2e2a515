/** English texts about work: a study and its results, a notice to the staff. */
import type { Random } from "../../../random.ts";
import type { Topic } from "./article.ts";
import { familyIn, firmIn, personIn, townIn } from "./names.ts";

export const trial: Topic = {
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

export const notice: Topic = {
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
