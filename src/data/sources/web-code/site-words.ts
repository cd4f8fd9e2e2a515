/** What invented web pages say, in English and in Chinese. It knows words, not layouts. */

export interface SiteWords {
  readonly sites: readonly string[];
  readonly claims: readonly string[];
  readonly lines: readonly string[];
  readonly actions: readonly string[];
  readonly links: readonly string[];
  readonly features: readonly string[];
  readonly people: readonly string[];
  readonly goods: readonly string[];
  readonly listTitles: readonly string[];
  readonly columns: readonly [item: string, price: string, stock: string];
  readonly currency: string;
  readonly fields: readonly string[];
  /** By how they are painted: good, bad, careful, plain. */
  readonly notices: Readonly<
    Record<"good" | "bad" | "careful" | "plain", { readonly head: string; readonly texts: readonly string[] }>
  >;
}

export const siteWords: Readonly<Record<"en" | "zh", SiteWords>> = {
  en: {
    sites: [
      "Northwind",
      "Juniper",
      "Cafe Luna",
      "Blue Harbor",
      "Orchard",
      "Papertrail",
      "Solstice",
      "Kite & Co",
      "Fernwood",
      "Atlas",
      "Moss",
      "Tidewater",
      "Ember",
      "Quill",
    ],
    claims: [
      "Fresh bread every day",
      "Plan your next trip",
      "Tools for small teams",
      "Learn to draw",
      "Plants for your home",
      "A better way to read",
      "Music without noise",
      "Fix bikes with us",
      "Good coffee, slow mornings",
      "Your garden, simplified",
      "Maps for hikers",
      "Books worth keeping",
    ],
    lines: [
      "Open from Monday to Saturday.",
      "Made by hand since 1998.",
      "Free for up to five people.",
      "No account needed.",
      "Delivered within two days.",
      "Start with a short tour.",
      "Join our weekly class.",
      "We answer within a day.",
      "Built for quiet work.",
      "Choose your own pace.",
    ],
    actions: ["Get started", "Read more", "Buy now", "Join us", "Contact", "Book a table", "Try it", "Subscribe"],
    links: ["Home", "About", "Shop", "Blog", "Team", "Prices", "Help", "Contact", "News"],
    features: [
      "Fast setup",
      "Fair prices",
      "Local goods",
      "Clear reports",
      "Free shipping",
      "Offline mode",
      "Daily backup",
      "Open hours",
      "Quiet rooms",
      "Easy returns",
    ],
    people: ["Anna Berg", "Ben Okafor", "Carla Diaz", "David Kim", "Emma Novak", "Hugo Roux", "Nora Quinn"],
    goods: ["Oak table", "Wool rug", "Desk lamp", "Tea set", "Canvas bag", "Clay pot", "Notebook", "Linen shirt"],
    listTitles: ["What you get", "Good to know", "This week", "Why us", "Next steps"],
    columns: ["Item", "Price", "Stock"],
    currency: "$",
    fields: ["Name", "Email", "City", "Message", "Phone"],
    notices: {
      good: {
        head: "Saved",
        texts: ["Your changes are safe.", "The order is on its way.", "Thank you for signing up."],
      },
      bad: {
        head: "Error",
        texts: ["The page could not be loaded.", "The password is wrong.", "This field is empty."],
      },
      careful: {
        head: "Warning",
        texts: ["Your session ends in five minutes.", "Only two places are left.", "The battery is low."],
      },
      plain: {
        head: "Note",
        texts: ["We are closed on Monday.", "Prices include tax.", "A new version is available."],
      },
    },
  },
  zh: {
    sites: ["北风书店", "青松", "月光咖啡", "蓝港", "果园小铺", "纸上生活", "四季花房", "云帆", "山石", "晨光"],
    claims: [
      "每天新鲜面包",
      "计划下一次旅行",
      "小团队的好工具",
      "从零开始学画画",
      "给家添一点绿色",
      "换一种方式阅读",
      "安静地听音乐",
      "值得收藏的好书",
    ],
    lines: [
      "周一至周六营业。",
      "手工制作，始于1998年。",
      "五人以内免费。",
      "无需注册。",
      "两天内送达。",
      "先看一段简短介绍。",
      "欢迎参加每周课程。",
      "一天之内回复。",
      "适合安静工作。",
    ],
    actions: ["立即开始", "了解更多", "马上购买", "加入我们", "联系我们", "预订座位", "免费试用", "订阅"],
    links: ["首页", "关于", "商店", "博客", "团队", "价格", "帮助", "联系", "新闻"],
    features: ["快速安装", "价格公道", "本地特产", "清晰报表", "免费配送", "离线模式", "每日备份", "轻松退货"],
    people: ["王芳", "李明", "张伟", "陈静", "刘洋", "赵敏"],
    goods: ["橡木桌", "羊毛毯", "台灯", "茶具", "帆布包", "陶罐", "笔记本", "亚麻衬衫"],
    listTitles: ["服务内容", "温馨提示", "本周活动", "为什么选择我们", "下一步"],
    columns: ["商品", "价格", "库存"],
    currency: "¥",
    fields: ["姓名", "邮箱", "城市", "留言", "电话"],
    notices: {
      good: { head: "已保存", texts: ["您的修改已保存。", "订单已发出。", "感谢您的注册。"] },
      bad: { head: "错误", texts: ["页面无法加载。", "密码不正确。", "此项不能为空。"] },
      careful: { head: "警告", texts: ["登录将在五分钟后失效。", "只剩两个名额。", "电量不足。"] },
      plain: { head: "提示", texts: ["周一休息。", "价格已含税。", "有新版本可用。"] },
    },
  },
};
