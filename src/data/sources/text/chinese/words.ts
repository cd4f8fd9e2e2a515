/** Chinese words for simple sentences: people, places, times, things with their measure words. Names are held out. */

export const names = (
  "小明 小红 小华 小丽 小刚 小芳 小军 小燕 小强 小梅 小林 小雨 小杰 小雪 小龙 小玲 小兰 小伟 小宁 小月 小亮 小云 小波 小青 小东 小敏 小英 小飞 小文 " +
  "王芳 李强 张伟 刘洋 陈静 杨帆 赵磊 黄丽 周杰 吴昊 徐敏 孙悦 马超 朱琳 胡军 郭涛 何佳 林晓 罗红 高峰 郑爽 梁宇 谢娜 宋佳 唐磊 许晴 韩雪 冯刚 邓超 曹颖"
).split(" ");

/** Place, and what one does there. */
export const places = [
  ["公园", "散步"],
  ["学校", "上课"],
  ["图书馆", "看书"],
  ["超市", "买东西"],
  ["医院", "看医生"],
  ["车站", "等车"],
  ["饭馆", "吃饭"],
  ["海边", "游泳"],
  ["动物园", "看熊猫"],
  ["博物馆", "看展览"],
  ["电影院", "看电影"],
  ["朋友家", "聊天"],
  ["体育馆", "打篮球"],
  ["山上", "拍照片"],
  ["菜市场", "买菜"],
  ["邮局", "寄信"],
] as const;

export const days = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期天"];
export const times = ["早上", "上午", "中午", "下午", "晚上"];
export const weathers = ["晴天", "阴天", "雨天", "雪天"];
export const vehicles = ["公共汽车", "火车", "自行车", "地铁", "出租车"];
export const jobs = ["老师", "医生", "司机", "厨师", "工人", "农民", "护士", "画家", "警察", "律师"];
export const foods = ["米饭", "面条", "饺子", "包子", "豆腐", "鱼", "鸡蛋", "青菜", "面包", "牛肉"];
export const drinks = ["茶", "牛奶", "果汁", "咖啡", "水", "豆浆"];
export const colors = ["红色", "蓝色", "绿色", "黄色", "白色", "黑色", "紫色", "粉色", "灰色", "橙色"];

/** Thing and its measure word. */
export const things = [
  ["苹果", "个"],
  ["书", "本"],
  ["铅笔", "支"],
  ["椅子", "把"],
  ["桌子", "张"],
  ["猫", "只"],
  ["狗", "只"],
  ["鱼", "条"],
  ["衣服", "件"],
  ["花", "朵"],
  ["树", "棵"],
  ["汽车", "辆"],
  ["鸡蛋", "个"],
  ["橘子", "个"],
  ["画", "幅"],
  ["雨伞", "把"],
  ["裤子", "条"],
  ["照片", "张"],
  ["鸟", "只"],
  ["钥匙", "把"],
] as const;

/** Chinese and English. */
export const dictionary = [
  ["苹果", "apple"],
  ["水", "water"],
  ["书", "book"],
  ["猫", "cat"],
  ["狗", "dog"],
  ["老师", "teacher"],
  ["学生", "student"],
  ["朋友", "friend"],
  ["太阳", "sun"],
  ["月亮", "moon"],
  ["山", "mountain"],
  ["河", "river"],
  ["花", "flower"],
  ["树", "tree"],
  ["鱼", "fish"],
  ["鸟", "bird"],
  ["门", "door"],
  ["窗户", "window"],
  ["桌子", "table"],
  ["椅子", "chair"],
  ["红色", "red"],
  ["蓝色", "blue"],
  ["绿色", "green"],
  ["今天", "today"],
  ["明天", "tomorrow"],
  ["昨天", "yesterday"],
  ["米饭", "rice"],
  ["茶", "tea"],
  ["火车", "train"],
  ["学校", "school"],
] as const;

export const opposites = [
  "大小",
  "高低",
  "长短",
  "多少",
  "快慢",
  "冷热",
  "新旧",
  "上下",
  "左右",
  "前后",
  "黑白",
  "轻重",
  "早晚",
  "远近",
  "开关",
  "里外",
];

const digits = "零一二三四五六七八九";

/** 0 to 9,999 as it is read. */
export function chineseNumber(value: number): string {
  if (value < 10) return digits[value]!;
  if (value < 20) return `十${value % 10 ? digits[value % 10] : ""}`;
  if (value < 100) return `${digits[Math.floor(value / 10)]}十${value % 10 ? digits[value % 10] : ""}`;
  const [unit, sign] = value < 1000 ? ([100, "百"] as const) : ([1000, "千"] as const);
  const rest = value % unit;
  const head = `${digits[Math.floor(value / unit)]}${sign}`;
  if (rest === 0) return head;
  // a gap of digits is read as one 零; ten after a hundred is 一十
  const gap = rest < unit / 10 ? "零" : "";
  return `${head}${gap}${rest >= 10 && rest < 20 ? `一${chineseNumber(rest)}` : chineseNumber(rest)}`;
}

/** A count before a measure word: two is 两 there. */
export function chineseCount(value: number): string {
  return value === 2 ? "两" : chineseNumber(value);
}
