/** Screens of buying and ordering: a shop, a cart, a form. */
import { listed } from "../charts/answers.ts";
import { fits, type Maker, names, row } from "./content.ts";
import { icon } from "./kit.ts";

export const shop: Maker = (kit, height) => {
  const { random, look } = kit;
  const goods = [
    "Mug",
    "Lamp",
    "Scarf",
    "Boots",
    "Radio",
    "Basket",
    "Pillow",
    "Teapot",
    "Candle",
    "Backpack",
    "Clock",
    "Gloves",
    "Notebook",
    "Vase",
    "Blanket",
    "Kettle",
  ];
  const columns = look.wide ? Math.max(3, Math.min(5, Math.floor((look.width * 0.74) / (look.fontSize * 9)))) : 2;
  const rows = Math.max(1, Math.min(4, Math.floor((height - look.fontSize) / (look.fontSize * 11))));
  const items = random.shuffled(goods).slice(0, columns * rows);
  const prices = items.map(() => random.int(3, 120) + random.pick([0, 0.5, 0.9, 0.99, 0.25]));
  const tags = prices.map((price) => `$${price.toFixed(2)}`);
  const stars = items.map(() => random.int(20, 50) / 10);
  const add = random.pick(["Add", "Buy", "Add to cart"]);
  const label = look.wide ? add : add.replace(" to cart", "");
  const cards = items.map((name, i) => {
    const color = random.pick(["#f2c6b6", "#c9d8f0", "#d3e8d0", "#f4e2b0", "#e0d0ee", "#cfe6e6"]);
    return `<div style="background:${look.surface};border:1px solid ${look.line};border-radius:${look.radius}px;overflow:hidden;min-width:0"><div${kit.mark("picture", `the picture of the ${name.toLowerCase()}`, `The product picture of the ${name.toLowerCase()}.`)} style="height:${Math.round(look.fontSize * 3)}px;background:${color}"></div><div style="padding:${Math.round(look.fontSize * 0.4)}px"><div style="white-space:nowrap">${name}</div><div style="display:flex;justify-content:space-between;white-space:nowrap"><b>${tags[i]!}</b><span style="color:${look.faint};font-size:${look.fontSize - 1}px">★ ${stars[i]!.toFixed(1)}</span></div><div${kit.mark("button", `the "${label}" button of the ${name.toLowerCase()}`, `A button that puts the ${name.toLowerCase()} into the cart.`)} style="margin-top:4px;text-align:center;background:${look.accent};color:${look.onAccent};border-radius:${look.radius}px;padding:2px 0;white-space:nowrap">${label}</div></div></div>`;
  });
  const order = items.map((name, i) => ({ name, price: prices[i]!, tag: tags[i]! })).sort((a, b) => a.price - b.price);
  const best = items.map((name, i) => ({ name, star: stars[i]! })).sort((a, b) => b.star - a.star);
  const at = random.int(0, items.length - 1);
  const questions: [string, string][] = [
    [`How much does the ${items[at]!.toLowerCase()} cost?`, tags[at]!],
    [`What is the rating of the ${items[at]!.toLowerCase()}?`, `${stars[at]!.toFixed(1)} stars.`],
    ["How many products are shown?", `${items.length}: ${listed(items, "en")}.`],
  ];
  if (order.length > 1 && order[0]!.price < order[1]!.price)
    questions.push(["Which product is the cheapest?", `The ${order[0]!.name.toLowerCase()}, at ${order[0]!.tag}.`]);
  if (order.length > 1 && order[order.length - 1]!.price > order[order.length - 2]!.price)
    questions.push([
      "Which product is the most expensive?",
      `The ${order[order.length - 1]!.name.toLowerCase()}, at ${order[order.length - 1]!.tag}.`,
    ]);
  if (best.length > 1 && best[0]!.star > best[1]!.star)
    questions.push([
      "Which product has the best rating?",
      `The ${best[0]!.name.toLowerCase()}, with ${best[0]!.star.toFixed(1)} stars.`,
    ]);
  if (order.length > 1)
    questions.push([
      `What do the ${order[0]!.name.toLowerCase()} and the ${order[1]!.name.toLowerCase()} cost together?`,
      `${order[0]!.tag} + ${order[1]!.tag} = $${(order[0]!.price + order[1]!.price).toFixed(2)}.`,
    ]);
  return {
    title: random.pick(["Shop", "Products", "New arrivals", "Home goods", "Sale"]),
    body: `<div style="display:grid;grid-template-columns:repeat(${columns},1fr);gap:${Math.round(look.fontSize * 0.6)}px;padding:${Math.round(look.fontSize * 0.6)}px">${cards.join("")}</div>`,
    summary: `An online shop that lists ${items.length} products with price and rating: ${listed(items, "en")}.`,
    questions,
  };
};

export const form: Maker = (kit, height) => {
  const { random, look } = kit;
  const person = random.pick(names);
  const city = random.pick(["Oslo", "Lima", "Porto", "Leeds", "Turin", "Austin", "Riga", "Perth"]);
  const all = [
    ["Full name", person],
    ["City", city],
    ["Phone", `555 ${random.int(1000, 9999)}`],
    ["Street", `${random.pick(["Mill", "Oak", "Lake", "Hill", "Park"])} Road ${random.int(1, 99)}`],
    ["Postcode", String(random.int(10000, 99999))],
    ["Company", random.pick(["Atlas Shop", "Orion Labs", "Maple School", "Blue Farm"])],
  ] as [string, string][];
  const count = Math.max(1, Math.min(5, Math.floor((height - look.fontSize * 8) / (look.fontSize * 5))));
  const fields = random.shuffled(all).slice(0, count);
  const empty = count > 1 && random.chance(0.5) ? random.int(0, count - 1) : -1;
  const choices = random.pick([
    ["Standard", "Express"],
    ["Card", "Cash"],
    ["Small", "Large"],
    ["Yes", "No"],
  ]);
  const topic = { Standard: "Delivery", Card: "Payment", Small: "Size", Yes: "Newsletter" }[choices[0]!]!;
  const chosen = random.int(0, 1);
  const radio = choices
    .map(
      (name, i) =>
        `<div${kit.mark("radio", `the option "${name}"`, `A radio button for "${name}" under ${topic}; it is ${i === chosen ? "selected" : "not selected"}.`)} style="display:flex;align-items:center;gap:5px;white-space:nowrap"><div style="width:${look.fontSize}px;height:${look.fontSize}px;border-radius:50%;border:2px solid ${i === chosen ? look.accent : look.faint};box-sizing:border-box;padding:2px"><div style="width:100%;height:100%;border-radius:50%;background:${i === chosen ? look.accent : "transparent"}"></div></div>${name}</div>`,
    )
    .join("");
  const agreed = random.chance(0.5);
  const check = `<div${kit.mark("checkbox", 'the checkbox "I agree"', `A checkbox for agreeing to the terms; it is ${agreed ? "checked" : "not checked"}.`)} style="display:flex;align-items:center;gap:6px;white-space:nowrap"><div style="width:${look.fontSize + 1}px;height:${look.fontSize + 1}px;border:2px solid ${agreed ? look.accent : look.faint};background:${agreed ? look.accent : "transparent"};border-radius:3px;box-sizing:border-box">${agreed ? icon("check", look.fontSize - 3, look.onAccent) : ""}</div>I agree</div>`;
  const action = random.pick(["Save", "Submit", "Send", "Next"]);
  const body = `<div style="padding:${Math.round(look.fontSize * 0.8)}px;max-width:420px">${fields.map(([label, value], i) => kit.field(label, i === empty ? "" : value)).join("")}<div style="display:flex;gap:${look.fontSize}px;align-items:center;margin-bottom:${Math.round(look.fontSize * 0.6)}px"><span style="color:${look.faint}">${topic}</span>${radio}</div><div style="display:flex;justify-content:space-between;align-items:center">${check}${kit.button(action, "sends the form")}</div></div>`;
  const filled = fields.filter((_, i) => i !== empty);
  const known = random.pick(filled);
  return {
    title: random.pick(["Your details", "Registration", "Contact", "Profile", "Order form"]),
    body,
    summary: `A form with the fields ${listed(
      fields.map(([label]) => label),
      "en",
    )}, a choice of ${topic.toLowerCase()} (${choices[chosen]!} is selected) and the button "${action}".`,
    questions: [
      [`What is entered under ${known[0]}?`, known[1]],
      [`Which option is selected under ${topic}?`, choices[chosen]!],
      ['Is the box "I agree" checked?', agreed ? "Yes." : "No."],
      ["Which fields are empty?", empty < 0 ? "None; all fields are filled in." : `Only ${fields[empty]![0]}.`],
      ["What does the button at the bottom say?", action],
    ],
  };
};

export const cart: Maker = (kit, height) => {
  const { random, look } = kit;
  const goods = random.shuffled([
    "Bread",
    "Milk",
    "Coffee",
    "Apples",
    "Soap",
    "Rice",
    "Cheese",
    "Tea",
    "Pasta",
    "Honey",
    "Eggs",
    "Candles",
  ]);
  const count = fits(kit, height - look.fontSize * 7, 3, 6);
  const items = goods
    .slice(0, count)
    .map((name) => ({ name, amount: random.int(1, 4), cents: random.int(4, 90) * 25 }));
  const money = (cents: number) => `$${(cents / 100).toFixed(2)}`;
  const total = items.reduce((sum, { amount, cents }) => sum + amount * cents, 0);
  const body = `${items.map((one) => row(kit, `<div style="flex:1;white-space:nowrap">${one.name}</div><div${kit.mark("stepper", `the quantity of ${one.name.toLowerCase()}`, `A control for the quantity of ${one.name.toLowerCase()}; it is set to ${one.amount}.`)} style="border:1px solid ${look.line};border-radius:${look.radius}px;padding:0 7px;white-space:nowrap">- ${one.amount} +</div><b style="width:${look.fontSize * 4.4}px;text-align:right">${money(one.amount * one.cents)}</b>`)).join("")}<div style="padding:${Math.round(look.fontSize * 0.8)}px"><div style="display:flex;justify-content:space-between;font-weight:bold;font-size:${look.fontSize + 2}px;margin-bottom:${Math.round(look.fontSize * 0.6)}px"><span>Total</span><span>${money(total)}</span></div>${kit.button(random.pick(["Checkout", "Pay now", "Place order"]), "continues to the payment")}</div>`;
  const at = random.pick(items);
  return {
    title: random.pick(["Cart", "Your basket", "Your order"]),
    body,
    summary: `A shopping cart with ${count} articles (${listed(
      items.map(({ name, amount }) => `${amount} × ${name}`),
      "en",
    )}) for ${money(total)} in total.`,
    questions: [
      ["What is the total?", money(total)],
      [`How many units of ${at.name} are in the cart?`, String(at.amount)],
      [
        `What does one unit of ${at.name} cost?`,
        `${at.amount} cost ${money(at.amount * at.cents)}, so one costs ${money(at.cents)}.`,
      ],
      [
        "How many units are in the cart altogether?",
        `${items.map(({ amount }) => amount).join(" + ")} = ${items.reduce((sum, { amount }) => sum + amount, 0)}.`,
      ],
    ],
  };
};
