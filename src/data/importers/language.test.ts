import { expect, test } from "vitest";
import { guessLanguage } from "./language.ts";

test.each([
  ["en", "The cat is on the mat and it sleeps."],
  ["de", "Die Katze liegt auf der Matte und schläft nicht."],
  ["fr", "Le chat est sur le tapis et il dort dans la maison."],
  ["es", "El gato está en la alfombra y los perros duermen en las camas."],
  ["zh", "猫在垫子上睡觉。"],
  ["ja", "猫はマットの上で寝ています。"],
  ["ko", "고양이가 매트 위에서 자고 있다."],
  ["ru", "Кошка спит на коврике."],
  ["uk", "Кішка спить на килимку, її звати Мурка."],
  ["ar", "القطة تنام على السجادة."],
  ["und", "12 + 30 = 42"],
])("%s: %s", (language, text) => {
  expect(guessLanguage(text)).toBe(language);
});
