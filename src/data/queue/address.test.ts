import { expect, test } from "vitest";
import { checkAddress, shownAddress } from "./address.ts";

test("an address is shown without what is secret in it", () => {
  expect(shownAddress("postgres://me:a:b%2F@db:5432/x?password=secret")).toBe("postgres://me:...@db:5432/x");
  expect(shownAddress("postgres://db/x")).toBe("postgres://db/x");
});

test("what is no address of PostgreSQL is refused, and no part of a password is shown", () => {
  const messageOf = (url: string) => {
    try {
      checkAddress(url, "the queue");
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  };
  const wrong = ["me:secret@db/x", "postgres:me:secret@db/x", "postgres://me:se/cret@db/x"];
  for (const url of [...wrong, "postgres://me:5/cret@db/x", "postgres://me:5#cret@db/x", "db:5432", ""]) {
    expect(messageOf(url)).toMatch(/^the queue is no address: expected an address like postgres:/);
  }
  expect(messageOf("redis://me:secret@db/x")).toMatch(/^the queue is "redis:\/\/me:\.\.\.@db\/x", expected/);
  expect(messageOf("postgresql://me:secret%2F@db:5432/x?sslmode=require")).toBeUndefined();
});
