/** PDF files, written object by object: pages of drawing operators, pictures, and fonts that tell the truth or do not. */
import sharp from "sharp";

export interface PdfPageContent {
  /** Operators; the fonts are `/F1` (Helvetica), `/F2` (Helvetica whose table of letters is wrong) and `/F3` (bold), pictures `/I0`, `/I1`... */
  readonly operators: string;
  /** Encoded; drawn with `/I0 Do` inside a unit square. */
  readonly pictures?: readonly Uint8Array[];
}

/** Pages of 400 x 500 points. */
export async function pdf(
  pages: readonly PdfPageContent[],
  { rights, language }: { rights?: string; language?: string } = {},
): Promise<Buffer> {
  const objects: Buffer[] = [];
  const add = (body: string | Buffer): number => objects.push(Buffer.from(body));
  const stream = (dictionary: string, bytes: Buffer): Buffer =>
    Buffer.concat([
      Buffer.from(`<< ${dictionary} /Length ${bytes.length} >>\nstream\n`),
      bytes,
      Buffer.from("\nendstream"),
    ]);
  const plain = add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  const bold = add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>");
  const privateUse =
    "begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <20> <7E> <E020> endbfrange endcmap";
  const table = add(stream("", Buffer.from(privateUse)));
  const wrong = add(
    `<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode ${table} 0 R >>`,
  );
  const tree = objects.length + 1;
  objects.push(Buffer.alloc(0));
  const kids: number[] = [];
  for (const { operators, pictures = [] } of pages) {
    const images: string[] = [];
    for (const [i, bytes] of pictures.entries()) {
      const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      const size = `/Width ${info.width} /Height ${info.height} /ColorSpace /DeviceRGB /BitsPerComponent 8`;
      images.push(`/I${i} ${add(stream(`/Type /XObject /Subtype /Image ${size}`, data))} 0 R`);
    }
    const contents = add(stream("", Buffer.from(operators, "latin1")));
    const resources = `<< /Font << /F1 ${plain} 0 R /F2 ${wrong} 0 R /F3 ${bold} 0 R >> /XObject << ${images.join(" ")} >> >>`;
    kids.push(
      add(
        `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 400 500] /Resources ${resources} /Contents ${contents} 0 R >>`,
      ),
    );
  }
  objects[tree - 1] = Buffer.from(
    `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(" ")}] >>`,
  );
  const metadata =
    rights === undefined
      ? ""
      : `/Metadata ${add(stream("/Type /Metadata /Subtype /XML", Buffer.from(xmp(rights))))} 0 R`;
  const catalog = add(`<< /Type /Catalog /Pages ${tree} 0 R ${language ? `/Lang (${language})` : ""} ${metadata} >>`);

  const pieces = [Buffer.from("%PDF-1.4\n")];
  const offsets: number[] = [];
  let offset = pieces[0]!.length;
  for (const [i, body] of objects.entries()) {
    const piece = Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), body, Buffer.from("\nendobj\n")]);
    offsets.push(offset);
    offset += piece.length;
    pieces.push(piece);
  }
  const table2 = offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  pieces.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table2}trailer << /Size ${objects.length + 1} /Root ${catalog} 0 R >>\nstartxref\n${offset}\n%%EOF`,
    ),
  );
  return Buffer.concat(pieces);
}

/** Lines of text from a place on, 14 points apart. `mode` 3 makes them invisible. */
export function lines(
  texts: readonly string[],
  x: number,
  y: number,
  { size = 11, font = "F1", mode = 0 } = {},
): string {
  const shown = texts.map((text) => `(${text.replace(/([()\\])/g, "\\$1")}) Tj 0 -14 Td`).join("\n");
  return `BT ${mode} Tr /${font} ${size} Tf ${x} ${y} Td\n${shown}\nET\n`;
}

/** A picture in a box, in points from the lower left. */
export function placed(name: string, x: number, y: number, width: number, height: number): string {
  return `q ${width} 0 0 ${height} ${x} ${y} cm /${name} Do Q\n`;
}

function xmp(rights: string): string {
  return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"><xmpRights:WebStatement>${rights}</xmpRights:WebStatement></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
}
