/** Simple Chinese: little stories, sums, questions about a passage, translations of words, facts. */
import type { Draft, Source, SourceContext } from "../../../source.ts";
import { drawn, ofSplit } from "../support/held-out.ts";
import { chatDraft, completionDraft, textDraft } from "../support/text-draft.ts";
import {
  chineseCount,
  chineseNumber,
  colors,
  days,
  dictionary,
  drinks,
  foods,
  jobs,
  names,
  opposites,
  places,
  things,
  times,
  vehicles,
  weathers,
} from "./words.ts";

const known = { train: ofSplit(names, "train", (name) => name), heldout: ofSplit(names, "heldout", (name) => name) };

/** Names that no training sample of this source contains. */
export const heldOutChineseNames: readonly string[] = known.heldout;

/** Where one goes for pleasure. */
const outings = places.filter(([place]) => !["医院", "车站", "学校"].includes(place));

const zh = { language: "zh" } as const;

export const chineseSource: Source = {
  name: "text-chinese",
  category: "text",
  version: 3,
  description: "simple Chinese sentences, sums, passages with questions, words and their English",
  draft(context) {
    const kind = context.random.weighted({
      diary: 4,
      passage: 5,
      sum: 4,
      word: 2,
      number: 2,
      talk: 3,
      self: 3,
      character: 2,
    });
    return kinds[kind]!(context);
  },
};

function someone({ random, split }: SourceContext, not?: string): string {
  return random.pick(known[split].filter((name) => name !== not));
}

const kinds: Record<string, (context: SourceContext) => Draft> = {
  diary(context) {
    const { random } = context;
    const name = someone(context);
    const friend = someone(context, name);
    const [place, does] = random.pick(outings);
    const [thing, measure] = random.pick(things);
    const count = random.int(1, 9);
    const day = random.pick(days);
    const time = random.pick(times);
    const sentences = [
      random.pick([
        `今天是${day}，${random.pick(weathers)}。`,
        `${day}${time}，天气很${random.pick(["好", "冷", "热", "暖和"])}。`,
      ]),
      random.pick([
        `${name}和${friend}一起${ride(random.pick(vehicles))}去${place}${does}。`,
        `${name}去${place}${does}，在那里遇见了${friend}。`,
      ]),
      random.pick([
        `他们看到了${chineseCount(count)}${measure}${thing}。`,
        `${friend}送给${name}${chineseCount(count)}${measure}${thing}。`,
      ]),
      random.pick([
        `${time}，他们吃了${random.pick(foods)}，喝了${random.pick(drinks)}。`,
        `他们都很${random.pick(["高兴", "开心", "快乐"])}。`,
      ]),
      random.pick([
        `回家以后，${name}写了一篇日记。`,
        `${name}说：“明天我们再去吧！”`,
        `${friend}说：“今天真有意思。”`,
      ]),
    ];
    return textDraft("diary", sentences.join(""), zh);
  },

  passage(context) {
    const { random } = context;
    const name = someone(context);
    const friend = someone(context, name);
    const age = random.int(6, 60);
    const [place, does] = random.pick(places);
    const day = random.pick(days);
    const time = random.pick(times);
    const color = random.pick(colors);
    const food = random.pick(foods);
    const vehicle = random.pick(vehicles);
    const text = `${name}今年${chineseNumber(age)}岁，喜欢${color}，最爱吃${food}。${day}${time}，${name}${ride(vehicle)}去${place}${does}，${friend}也去了。`;
    const [question, answer] = random.pick([
      [`${name}今年多大？`, `${name}今年${chineseNumber(age)}岁。`],
      [`${name}喜欢什么颜色？`, `${name}喜欢${color}。`],
      [`${name}最爱吃什么？`, `${name}最爱吃${food}。`],
      [`${name}去哪里？`, `${name}去${place}。`],
      [`${name}什么时候去${place}？`, `${day}${time}。`],
      [`${name}怎么去${place}？`, `${name}${ride(vehicle)}去。`],
      [`谁也去了${place}？`, `${friend}也去了。`],
      [`${name}去${place}做什么？`, `${name}去${place}${does}。`],
    ] as const);
    if (random.chance(0.4)) return completionDraft("passage", `${text}\n问：${question}\n答：`, answer, zh);
    return chatDraft("passage", [[`${text}\n${question}`, answer]], zh);
  },

  sum(context) {
    const { random } = context;
    const plus = random.chance(0.5);
    const [a, b] = drawn(
      context,
      ({ int }) => [int(1, 99), int(1, 99)] as const,
      (pair) => `${plus} ${pair.join()}`,
    );
    const [high, low] = [Math.max(a, b), Math.min(a, b)];
    const result = plus ? a + b : high - low;
    const [first, second] = plus ? [a, b] : [high, low];
    if (random.chance(0.4)) {
      const name = someone(context);
      const [thing, measure] = random.pick(things);
      const words = plus
        ? `${name}有${first}${measure}${thing}，又买了${second}${measure}。`
        : `${name}有${first}${measure}${thing}，送给朋友${second}${measure}。`;
      return chatDraft(
        "sum",
        [
          [
            `${words}现在有多少${measure}${thing}？`,
            `${first} ${plus ? "+" : "-"} ${second} = ${result}，现在有${result}${measure}${thing}。`,
          ],
        ],
        zh,
      );
    }
    const inWords = random.chance(0.4);
    const show = (value: number) => (inWords ? chineseNumber(value) : String(value));
    const sign = plus ? "加" : "减";
    return chatDraft(
      "sum",
      [
        [
          random.pick([
            `${show(first)}${sign}${show(second)}等于多少？`,
            `${show(first)}${sign}${show(second)}是多少？`,
            `请计算：${first} ${plus ? "+" : "-"} ${second}`,
          ]),
          random.pick([`${show(first)}${sign}${show(second)}等于${show(result)}。`, `答案是${show(result)}。`]),
        ],
      ],
      zh,
    );
  },

  word(context) {
    const { random } = context;
    const pairs = drawn(
      context,
      ({ shuffled, int }) => shuffled(dictionary).slice(0, int(1, 3)),
      (list) => list.join(),
    );
    const toEnglish = random.chance(0.5);
    return chatDraft(
      "word",
      pairs.map(([chinese, english]) =>
        toEnglish
          ? ([
              random.pick([`“${chinese}”用英语怎么说？`, `请把“${chinese}”翻译成英语。`, `“${chinese}”的英语是什么？`]),
              random.pick([english, `“${chinese}”的英语是 ${english}。`]),
            ] as const)
          : ([
              random.pick([
                `What is "${english}" in Chinese?`,
                `How do you say "${english}" in Chinese?`,
                `${english} 用中文怎么说？`,
              ]),
              chinese,
            ] as const),
      ),
      zh,
    );
  },

  number(context) {
    const value = drawn(
      context,
      ({ int }) => int(0, 9999),
      (one) => `number ${one}`,
    );
    const { random } = context;
    return random.chance(0.5)
      ? chatDraft("number", [[`用汉字写出 ${value}。`, `${chineseNumber(value)}`]], zh)
      : chatDraft("number", [[`用数字写出“${chineseNumber(value)}”。`, String(value)]], zh);
  },

  talk(context) {
    const { random } = context;
    const name = someone(context);
    const friend = someone(context, name);
    const [place, does] = random.pick(outings);
    const day = random.pick(days);
    const hour = random.int(1, 11);
    const lines = [
      `${name}：你好，${friend}！${day}你有空吗？`,
      `${friend}：${random.pick(["有空", "有"])}，${random.pick(["怎么了", "什么事"])}？`,
      `${name}：我们去${place}${does}，好吗？`,
      `${friend}：${random.pick(["好啊", "太好了", "好主意"])}！几点见面？`,
      `${name}：${partOfDay(hour, random.chance(0.5))}${chineseCount(hour)}点，在${random.pick(["车站", "学校门口", "你家楼下"])}见。`,
      `${friend}：好的，${day}见！`,
    ];
    return textDraft("talk", lines.join("\n"), zh);
  },

  self(context) {
    const { random } = context;
    const name = someone(context);
    const job = random.pick(jobs);
    const [place, does] = random.pick(outings);
    const family = random.int(3, 6);
    const sentences = [
      `我叫${name}，今年${chineseNumber(random.int(20, 60))}岁，是一名${job}。`,
      `我家有${chineseNumber(family)}口人。`,
      `我每天早上${chineseCount(random.int(6, 9))}点${ride(random.pick(vehicles))}去上班。`,
      `${random.pick(days)}我喜欢去${place}${does}。`,
      `我最喜欢吃${random.pick(foods)}，也喜欢喝${random.pick(drinks)}。`,
    ];
    return textDraft("self", [sentences[0], ...random.shuffled(sentences.slice(1))].join(""), zh);
  },

  character(context) {
    const { random } = context;
    const pair = random.pick(opposites);
    const [one, other] = random.chance(0.5) ? [pair[0]!, pair[1]!] : [pair[1]!, pair[0]!];
    const words = drawn(
      context,
      ({ shuffled, int }) => shuffled(dictionary.map(([word]) => word)).slice(0, int(2, 5)),
      (list) => list.join(),
    );
    const [question, answer] = random.pick([
      [
        `“${one}”的反义词是什么？请再数一数这些词：${words.join("、")}。`,
        `“${one}”的反义词是“${other}”，一共有${chineseNumber(words.length).replace("二", "两")}个词。`,
      ],
      [`这些词里一共有几个字：${words.join("、")}？`, `一共有${chineseCount(words.join("").length)}个字。`],
      [`把这些词倒过来排列：${words.join("、")}`, [...words].reverse().join("、")],
      [`这些词里最后一个是什么：${words.join("、")}？`, words.at(-1)!],
    ] as const);
    return chatDraft("character", [[question, answer]], zh);
  },
};

/** What a clock's hour of one to eleven is called: nobody meets at two in the "上午", and nine after noon is evening. */
function partOfDay(hour: number, early: boolean): string {
  if (hour < 6) return "下午";
  if (early || hour > 9) return hour < 9 ? "早上" : "上午";
  return "晚上";
}

function ride(vehicle: string): string {
  return `${vehicle === "自行车" ? "骑" : "坐"}${vehicle}`;
}
