/** What Chinese texts are written from: topics with their phrases. */
import type { Topic } from "./article.ts";
import { animals, animalTable, datesOf, dishNumbers, populationTable, townSlots } from "./facts.ts";
import { personIn, townIn } from "./names.ts";

const animalWords = [
  { animal: "赤狐", diet: "田鼠和野果", home: "树根下的洞穴", place: "森林、农田和城市" },
  { animal: "水獭", diet: "鱼和螯虾", home: "河岸的洞穴", place: "清澈的河流和湖泊" },
  { animal: "仓鸮", diet: "田鼠和鼩鼱", home: "谷仓、塔楼或树洞", place: "开阔的草地" },
  { animal: "刺猬", diet: "甲虫、蚯蚓和蛞蝓", home: "干树叶做的窝", place: "树篱、公园和花园" },
  { animal: "河狸", diet: "树皮、树叶和水草", home: "树枝和泥土筑成的巢", place: "水流缓慢的小河" },
  { animal: "獾", diet: "蚯蚓、树根和谷物", home: "有许多洞室的地穴", place: "稀疏的树林" },
].map((words, i) => ({ ...animals[i]!, ...words }));

const animalPortrait: Topic = {
  name: "biology",
  slots: (random) => ({
    ...random.pick(animalWords),
    park: townIn(random, "zh"),
    count: String(random.int(12, 80)),
    year: String(random.int(1995, 2023)),
  }),
  titles: ["{animal}", "认识{animal}", "{animal}的[一生|一年|生活]"],
  summaries: ["{animal}（{latin}）生活在{place}，以{diet}为食，体重{mass}千克。"],
  sections: [
    {
      heads: ["外形", "外形特征"],
      sentences: [
        "{animal}[很容易辨认|为大多数人所熟悉]，[但很少有人在白天见过它|不过近距离观察过的人不多]。",
        ["成年个体长{length}厘米，重{mass}千克。", "成年{animal}有多重？", "{mass}千克"],
        ["它的学名是{latin}。", "{animal}的学名是什么？", "{latin}"],
        "[一般来说|通常]，雄性比雌性[略大|稍大一些]。",
      ],
    },
    {
      heads: ["栖息地", "生活习性"],
      sentences: [
        ["它生活在{place}，在{home}里休息。", "{animal}在哪里休息？", "{home}"],
        ["它[主要|大多]以{diet}为食。", "{animal}吃什么？", "{diet}"],
        "它在[黄昏|夜间]最为活跃。",
        ["{year}年，人们在{park}附近数到了{count}只。", "人们在{park}附近数到了多少只？", "{count}只"],
      ],
    },
    {
      heads: ["繁殖", "幼崽"],
      sentences: [
        ["一窝通常有{young}只幼崽。", "一窝通常有几只幼崽？", "{young}只"],
        "幼崽[要在母亲身边待几个星期|由父母喂养一个多月]。",
        ["在野外，它能活{years}年。", "{animal}在野外能活多少年？", "{years}年"],
        "[道路交通|树篱消失|水污染]是它面临的主要危险之一。",
      ],
    },
  ],
  table: (_, s) =>
    animalTable(
      s,
      `${s.animal}概况`,
      ["项目", "数值"],
      [
        ["体长", "厘米"],
        ["体重", "千克"],
        ["幼崽", "只"],
        ["寿命", "年"],
      ],
    ),
};

const townPast: Topic = {
  name: "history",
  slots: (random) => townSlots(random, "zh"),
  titles: ["{town}[简史|的历史|往事]", "{town}：河边的古城"],
  summaries: ["{town}建于{founded}年，{siege}年经历围城，到{year3}年有{people3}人。"],
  sections: [
    {
      heads: ["起源", "建城"],
      sentences: [
        ["{founded}年，{founder}在{river}边建起了{town}。", "谁建起了{town}？", "{founder}"],
        "这里[河水较浅，容易渡河|离石料和木材都很近]，是个好地方。",
        ["{charter}年，居民得到了每周开集市的许可。", "居民在哪一年得到了开集市的许可？", "{charter}年"],
        "最老的房子[至今|仍然]围绕着那个小广场。",
      ],
    },
    {
      heads: ["围城", "战争与重建"],
      sentences: [
        ["{siege}年，城市被围困了{weeks}个星期，但城墙没有被攻破。", "城市被围困了几个星期？", "{weeks}个星期"],
        "[北门|城外的一排谷仓]被烧毁，后来重新修建。",
        ["{bridge}年建成的石桥有{arches}个桥孔，取代了渡船。", "石桥有几个桥孔？", "{arches}个"],
      ],
    },
    {
      heads: ["发展", "铁路时代"],
      sentences: [
        ["{railway}年，铁路通到了{town}。", "铁路哪一年通到{town}？", "{railway}年"],
        "不久，河边建起了[纺织厂|制革厂|砖厂]。",
        ["{year2}年这里有{people2}人，{year3}年增加到{people3}人。", "{year3}年这里有多少人？", "{people3}人"],
        "游客为[城墙|石桥]而来，为[安静的小巷|美食]而留。",
      ],
    },
  ],
  list: {
    leads: ["大事年表：", "主要事件："],
    items: (_, s) => datesOf(s, "年：", ["建城", "集市", "围城", "石桥", "铁路"]),
  },
  table: (_, s) => populationTable(s, `${s.town}的人口`, ["年份", "人口"]),
};

const dish: Topic = {
  name: "cooking",
  slots: (random) => ({
    ...dishNumbers(random),
    thing: random.pick(["韭菜", "菠菜", "南瓜", "洋葱", "蘑菇", "胡萝卜"]),
    form: random.pick(["蛋饼", "烤饼", "馅饼"]),
    herb: random.pick(["香菜", "葱花", "白芝麻"]),
    cook: personIn(random, "zh"),
  }),
  titles: ["{thing}{form}", "[家常|简单的]{thing}{form}"],
  summaries: ["{thing}{form}，供{persons}人食用，共需{total}分钟。"],
  sections: [
    {
      heads: ["准备", "关于这道菜"],
      sentences: [
        "这道菜[用料简单|做法不难]，[凉了也好吃|老少都喜欢]。",
        ["以下用量供{persons}人食用。", "用量供几人食用？", "{persons}人"],
        ["准备需要{prepare}分钟，烘烤需要{bake}分钟。", "烘烤需要多长时间？", "{bake}分钟"],
        "{cook}做的时候[会加一点糖|喜欢多放一个鸡蛋]。",
      ],
    },
    {
      heads: ["做法", "步骤"],
      sentences: [
        ["先把烤箱预热到{degrees}摄氏度。", "烤箱预热到多少度？", "{degrees}摄氏度"],
        "把{thing}洗净，[切成薄片|切成小块]，用油炒软。",
        ["打{eggs}个鸡蛋，加入牛奶搅匀。", "需要几个鸡蛋？", "{eggs}个"],
        "把馅料铺平，撒上奶酪。",
        "烤到表面金黄，撒上{herb}即可。",
      ],
    },
  ],
  list: {
    leads: ["用料：", "需要准备："],
    items: (_, s) => [
      `面粉${s.flour}克`,
      `${s.thing}${s.vegetable}克`,
      `奶酪${s.cheese}克`,
      `牛奶${s.milk}毫升`,
      `鸡蛋${s.eggs}个`,
    ],
  },
};

export const chinese: readonly Topic[] = [townPast, animalPortrait, dish];
