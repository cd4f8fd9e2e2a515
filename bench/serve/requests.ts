/** What the clients ask: prompts of about 200 tokens with their own words, or a question about a picture of one's own. */
import sharp from "sharp";

export const answerTokens = 32;

/** Request number `n` as a body for chat completions. */
export type Requests = (n: number) => object;

export const textRequests: Requests = (n) => ({
  messages: [
    { role: "user", content: `${n}: ${`${(n * 7919) % 9973} and ${(n * 104_729) % 99_991}; `.repeat(8)}what?` },
  ],
  max_tokens: answerTokens,
  temperature: 0,
});

/** Pictures are drawn before anybody is timed; each is asked about by several, as in life. */
export async function imageRequests(pictures = 64): Promise<Requests> {
  const urls = await Promise.all(
    Array.from({ length: pictures }, async (_, i) => {
      const colour = { r: (i * 37) % 256, g: (i * 91) % 256, b: (i * 151) % 256 };
      const png = await sharp({ create: { width: 320, height: 240, channels: 3, background: colour } })
        .composite([{ input: square(i), left: (i * 13) % 200, top: (i * 29) % 150 }])
        .png()
        .toBuffer();
      return `data:image/png;base64,${png.toString("base64")}`;
    }),
  );
  return (n) => ({
    messages: [
      {
        role: "user",
        content: [
          { type: "image_url", image_url: { url: urls[n % urls.length] } },
          { type: "text", text: `What is in picture ${n}?` },
        ],
      },
    ],
    max_tokens: answerTokens,
    temperature: 0,
  });
}

function square(i: number): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80"><rect width="80" height="80" fill="hsl(${(i * 47) % 360} 80% 50%)"/></svg>`,
  );
}
