/** Screens of buying and ordering: a shop, a cart, a form. */
import { fits, type Maker, names, row } from "./content.ts";
import { icon } from "./kit.ts";

const goods =
  "Mug,Lamp,Scarf,Boots,Radio,Basket,Pillow,Teapot,Candle,Backpack,Clock,Gloves,Notebook,Vase,Blanket,Kettle".split(
    ",",
  );
const chineseGoods = "马克杯,台灯,围巾,靴子,收音机,篮子,枕头,茶壶,蜡烛,背包,闹钟,手套,笔记本,花瓶,毛毯,水壶".split(",");

export const shop: Maker = (kit, height) => {
  const { random, look, say } = kit;
  const columns = look.wide ? Math.max(3, Math.min(5, Math.floor((look.width * 0.74) / (look.fontSize * 9)))) : 2;
  const rows = Math.max(1, Math.min(4, Math.floor((height - look.fontSize) / (look.fontSize * 11))));
  const items = random.shuffled(say(goods, chineseGoods)).slice(0, columns * rows);
  const prices = items.map(() => random.int(3, 120) + random.pick([0, 0.5, 0.9, 0.99, 0.25]));
  const money = (price: number) => `${say("$", "¥")}${price.toFixed(2)}`;
  const stars = items.map(() => random.int(20, 50) / 10);
  const add = random.pick(say(["Add", "Buy", "Add to cart"], ["加入", "购买", "加入购物车"]));
  const label = look.wide ? add : add.replace(" to cart", "").replace("加入购物车", "加购");
  const cards = items.map((name, i) => {
    const color = random.pick(["#f2c6b6", "#c9d8f0", "#d3e8d0", "#f4e2b0", "#e0d0ee", "#cfe6e6"]);
    const one = name.toLowerCase();
    const picture = kit.mark(
      "picture",
      say(`the picture of the ${one}`, `${name}的图片`),
      say(`The product picture of the ${one}.`, `商品“${name}”的图片。`),
    );
    const button = kit.mark(
      "button",
      say(`the "${label}" button of the ${one}`, `${name}的“${label}”按钮`),
      say(`A button that puts the ${one} into the cart.`, `把${name}放进购物车的按钮。`),
    );
    return `<div style="background:${look.surface};border:1px solid ${look.line};border-radius:${look.radius}px;overflow:hidden;min-width:0"><div${picture} style="height:${Math.round(look.fontSize * 3)}px;background:${color}"></div><div style="padding:${Math.round(look.fontSize * 0.4)}px"><div style="white-space:nowrap">${name}</div><div style="display:flex;justify-content:space-between;white-space:nowrap"><b>${money(prices[i]!)}</b><span style="color:${look.faint};font-size:${look.fontSize - 1}px">★ ${stars[i]!.toFixed(1)}</span></div><div${button} style="margin-top:4px;text-align:center;background:${look.accent};color:${look.onAccent};border-radius:${look.radius}px;padding:2px 0;white-space:nowrap">${label}</div></div></div>`;
  });
  const order = items.map((name, i) => ({ name, price: prices[i]! })).sort((a, b) => a.price - b.price);
  const best = items.map((name, i) => ({ name, star: stars[i]! })).sort((a, b) => b.star - a.star);
  const at = random.int(0, items.length - 1);
  const the = (name: string) => say(`the ${name.toLowerCase()}`, name);
  const priced = ({ name, price }: { name: string; price: number }) =>
    say(`The ${name.toLowerCase()}, at ${money(price)}.`, `${name}，${money(price)}。`);
  const questions: [string, string][] = [
    [say(`How much does ${the(items[at]!)} cost?`, `${items[at]!}多少钱？`), money(prices[at]!)],
    [
      say(`What is the rating of ${the(items[at]!)}?`, `${items[at]!}的评分是多少？`),
      say(`${stars[at]!.toFixed(1)} stars.`, `${stars[at]!.toFixed(1)}星。`),
    ],
    [
      say("How many products are shown?", "显示了几件商品？"),
      say(`${items.length}: ${kit.list(items)}.`, `${items.length}件：${kit.list(items)}。`),
    ],
  ];
  if (order.length > 1) {
    const [cheap, next] = [order[0]!, order[1]!];
    const [dear, before] = [order[order.length - 1]!, order[order.length - 2]!];
    if (cheap.price < next.price)
      questions.push([say("Which product is the cheapest?", "哪件商品最便宜？"), priced(cheap)]);
    if (dear.price > before.price)
      questions.push([say("Which product is the most expensive?", "哪件商品最贵？"), priced(dear)]);
    if (best[0]!.star > best[1]!.star)
      questions.push([
        say("Which product has the best rating?", "哪件商品评分最高？"),
        say(
          `The ${best[0]!.name.toLowerCase()}, with ${best[0]!.star.toFixed(1)} stars.`,
          `${best[0]!.name}，${best[0]!.star.toFixed(1)}星。`,
        ),
      ]);
    questions.push([
      say(`What do ${the(cheap.name)} and ${the(next.name)} cost together?`, `${cheap.name}和${next.name}一共多少钱？`),
      `${money(cheap.price)} + ${money(next.price)} = ${money(cheap.price + next.price)}`,
    ]);
  }
  return {
    title: random.pick(
      say(
        ["Shop", "Products", "New arrivals", "Home goods", "Sale"],
        ["商城", "全部商品", "新品上架", "家居用品", "特价"],
      ),
    ),
    body: `<div style="display:grid;grid-template-columns:repeat(${columns},1fr);gap:${Math.round(look.fontSize * 0.6)}px;padding:${Math.round(look.fontSize * 0.6)}px">${cards.join("")}</div>`,
    summary: say(
      `An online shop that lists ${items.length} products with price and rating: ${kit.list(items)}.`,
      `网上商店，列出了${items.length}件商品及其价格和评分：${kit.list(items)}。`,
    ),
    questions,
  };
};

export const form: Maker = (kit, height) => {
  const { random, look, say } = kit;
  const all: readonly (readonly [string, string])[] = [
    [say("Full name", "姓名"), random.pick(names(kit))],
    [
      say("City", "城市"),
      random.pick(
        say(
          ["Oslo", "Lima", "Porto", "Leeds", "Turin", "Austin", "Riga", "Perth"],
          ["杭州", "成都", "青岛", "长沙", "厦门", "西安"],
        ),
      ),
    ],
    [say("Phone", "电话"), say("555 ", "010-5550") + random.int(1000, 9999)],
    [
      say("Street", "地址"),
      say(
        `${random.pick(["Mill", "Oak", "Lake", "Hill", "Park"])} Road ${random.int(1, 99)}`,
        `${random.pick(["人民", "解放", "中山", "湖滨", "和平"])}路${random.int(1, 99)}号`,
      ),
    ],
    [say("Postcode", "邮编"), say(String(random.int(10000, 99999)), String(random.int(100000, 799999)))],
    [
      say("Company", "公司"),
      random.pick(
        say(
          ["Atlas Shop", "Orion Labs", "Maple School", "Blue Farm"],
          ["海天科技", "东湖公司", "阳光小学", "绿野农场"],
        ),
      ),
    ],
  ];
  const count = Math.max(1, Math.min(5, Math.floor((height - look.fontSize * 8) / (look.fontSize * 5))));
  const fields = random.shuffled(all).slice(0, count);
  const empty = count > 1 && random.chance(0.5) ? random.int(0, count - 1) : -1;
  const [topic, ...choices] = random.pick(
    say<readonly (readonly [string, string, string])[]>(
      [
        ["Delivery", "Standard", "Express"],
        ["Payment", "Card", "Cash"],
        ["Size", "Small", "Large"],
        ["Newsletter", "Yes", "No"],
      ],
      [
        ["配送", "普通", "加急"],
        ["付款", "刷卡", "现金"],
        ["尺码", "小号", "大号"],
        ["订阅", "是", "否"],
      ],
    ),
  );
  const chosen = random.int(0, 1);
  const radio = choices
    .map((name, i) => {
      const marked = kit.mark(
        "radio",
        say(`the option "${name}"`, `选项“${name}”`),
        say(
          `A radio button for "${name}" under ${topic}; it is ${i === chosen ? "selected" : "not selected"}.`,
          `“${topic}”下的单选项“${name}”，${i === chosen ? "已选中" : "未选中"}。`,
        ),
      );
      return `<div${marked} style="display:flex;align-items:center;gap:5px;white-space:nowrap"><div style="width:${look.fontSize}px;height:${look.fontSize}px;border-radius:50%;border:2px solid ${i === chosen ? look.accent : look.faint};box-sizing:border-box;padding:2px"><div style="width:100%;height:100%;border-radius:50%;background:${i === chosen ? look.accent : "transparent"}"></div></div>${name}</div>`;
    })
    .join("");
  const agreed = random.chance(0.5);
  const agree = say("I agree", "我同意");
  const box = kit.mark(
    "checkbox",
    say(`the checkbox "${agree}"`, `复选框“${agree}”`),
    say(
      `A checkbox for agreeing to the terms; it is ${agreed ? "checked" : "not checked"}.`,
      `表示同意条款的复选框，${agreed ? "已勾选" : "未勾选"}。`,
    ),
  );
  const check = `<div${box} style="display:flex;align-items:center;gap:6px;white-space:nowrap"><div style="width:${look.fontSize + 1}px;height:${look.fontSize + 1}px;border:2px solid ${agreed ? look.accent : look.faint};background:${agreed ? look.accent : "transparent"};border-radius:3px;box-sizing:border-box">${agreed ? icon("check", look.fontSize - 3, look.onAccent) : ""}</div>${agree}</div>`;
  const action = random.pick(say(["Save", "Submit", "Send", "Next"], ["保存", "提交", "发送", "下一步"]));
  const body = `<div style="padding:${Math.round(look.fontSize * 0.8)}px;max-width:420px">${fields.map(([label, value], i) => kit.field(label, i === empty ? "" : value)).join("")}<div style="display:flex;gap:${look.fontSize}px;align-items:center;margin-bottom:${Math.round(look.fontSize * 0.6)}px"><span style="color:${look.faint};white-space:nowrap">${topic}</span>${radio}</div><div style="display:flex;justify-content:space-between;align-items:center">${check}${kit.button(action, say("sends the form", "提交表单"))}</div></div>`;
  const known = random.pick(fields.filter((_, i) => i !== empty));
  const labels = kit.list(fields.map(([label]) => label));
  return {
    title: random.pick(
      say(
        ["Your details", "Registration", "Contact", "Profile", "Order form"],
        ["个人信息", "注册", "联系方式", "订单信息"],
      ),
    ),
    body,
    summary: say(
      `A form with the fields ${labels}, a choice of ${topic.toLowerCase()} (${choices[chosen]!} is selected) and the button "${action}".`,
      `表单，有${labels}等输入框，“${topic}”选的是“${choices[chosen]!}”，还有“${action}”按钮。`,
    ),
    questions: [
      [say(`What is entered under ${known[0]}?`, `“${known[0]}”一栏填的是什么？`), known[1]],
      [say(`Which option is selected under ${topic}?`, `“${topic}”选的是哪一项？`), choices[chosen]!],
      [
        say(`Is the box "${agree}" checked?`, `“${agree}”勾选了吗？`),
        agreed ? say("Yes.", "勾选了。") : say("No.", "没有勾选。"),
      ],
      [
        say("Which fields are empty?", "哪些输入框是空的？"),
        empty < 0
          ? say("None; all fields are filled in.", "没有，都填好了。")
          : say(`Only ${fields[empty]![0]}.`, `只有“${fields[empty]![0]}”。`),
      ],
      [say("What does the button at the bottom say?", "底部的按钮上写着什么？"), action],
    ],
  };
};

const groceries = "Bread,Milk,Coffee,Apples,Soap,Rice,Cheese,Tea,Pasta,Honey,Eggs,Candles".split(",");
const chineseGroceries = "面包,牛奶,咖啡,苹果,肥皂,大米,奶酪,茶叶,面条,蜂蜜,鸡蛋,蜡烛".split(",");

export const cart: Maker = (kit, height) => {
  const { random, look, say } = kit;
  const wares = random.shuffled(say(groceries, chineseGroceries));
  const count = fits(kit, height - look.fontSize * 7, 3, 6);
  const items = wares
    .slice(0, count)
    .map((name) => ({ name, amount: random.int(1, 4), cents: random.int(4, 90) * 25 }));
  const money = (cents: number) => `${say("$", "¥")}${(cents / 100).toFixed(2)}`;
  const total = items.reduce((sum, { amount, cents }) => sum + amount * cents, 0);
  const rows = items.map((one) => {
    const marked = kit.mark(
      "stepper",
      say(`the quantity of ${one.name.toLowerCase()}`, `${one.name}的数量`),
      say(
        `A control for the quantity of ${one.name.toLowerCase()}; it is set to ${one.amount}.`,
        `调整${one.name}数量的控件，现在是${one.amount}。`,
      ),
    );
    return row(
      kit,
      `<div style="flex:1;white-space:nowrap">${one.name}</div><div${marked} style="border:1px solid ${look.line};border-radius:${look.radius}px;padding:0 7px;white-space:nowrap">- ${one.amount} +</div><b style="width:${look.fontSize * 4.4}px;text-align:right">${money(one.amount * one.cents)}</b>`,
    );
  });
  const pay = kit.button(
    random.pick(say(["Checkout", "Pay now", "Place order"], ["去结算", "立即支付", "提交订单"])),
    say("continues to the payment", "去付款"),
  );
  const body = `${rows.join("")}<div style="padding:${Math.round(look.fontSize * 0.8)}px"><div style="display:flex;justify-content:space-between;font-weight:bold;font-size:${look.fontSize + 2}px;margin-bottom:${Math.round(look.fontSize * 0.6)}px"><span>${say("Total", "合计")}</span><span>${money(total)}</span></div>${pay}</div>`;
  const at = random.pick(items);
  const units = items.reduce((sum, { amount }) => sum + amount, 0);
  const contents = kit.list(items.map(({ name, amount }) => say(`${amount} × ${name}`, `${name}×${amount}`)));
  const sum = money(at.amount * at.cents);
  return {
    title: random.pick(say(["Cart", "Your basket", "Your order"], ["购物车", "我的订单", "待付款"])),
    body,
    summary: say(
      `A shopping cart with ${count} articles (${contents}) for ${money(total)} in total.`,
      `购物车里有${count}种商品（${contents}），合计${money(total)}。`,
    ),
    questions: [
      [say("What is the total?", "合计多少钱？"), money(total)],
      [
        say(`How many units of ${at.name} are in the cart?`, `购物车里有几份${at.name}？`),
        say(String(at.amount), `${at.amount}份。`),
      ],
      [
        say(`What does one unit of ${at.name} cost?`, `一份${at.name}多少钱？`),
        at.amount === 1
          ? say(`There is one, for ${sum}.`, `只有1份，${sum}。`)
          : say(
              `${at.amount} cost ${sum}, so one costs ${money(at.cents)}.`,
              `${at.amount}份共${sum}，所以一份${money(at.cents)}。`,
            ),
      ],
      [
        say("How many units are in the cart altogether?", "购物车里一共有几份商品？"),
        `${items.map(({ amount }) => amount).join(" + ")} = ${units}`,
      ],
    ],
  };
};
