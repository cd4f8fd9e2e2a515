import { expect, test } from "vitest";
import { UserError } from "../runtime/errors.ts";
import { parseProcessorConfig } from "./processor-config.ts";

const released7b = {
  background_color: [122, 116, 104],
  do_normalize: false,
  image_mean: [0.48145466, 0.4578275, 0.40821073],
  image_processor_type: "VLMImageProcessor",
  image_size: 1024,
  image_std: [0.26862954, 0.26130258, 0.27577711],
  min_size: 14,
  processor_class: "VLChatProcessor",
  rescale_factor: 0.00392156862745098,
};

test("the released 7B file is read as it is", () => {
  expect(parseProcessorConfig(released7b)).toEqual({
    imageSize: 1024,
    minSize: 14,
    imageMean: released7b.image_mean,
    imageStd: released7b.image_std,
    rescaleFactor: 1 / 255,
    doNormalize: false,
    background: [122, 116, 104],
  });
});

test("the padding colour follows the mean, not the copy of it in the file", () => {
  const config = parseProcessorConfig({ ...released7b, image_mean: [0, 0.5, 1], background_color: [1, 2, 3] });
  expect(config.background).toEqual([0, 127, 255]);
});

test("absent keys have the reference's defaults: CLIP's constants, and normalising", () => {
  const config = parseProcessorConfig({ image_size: 64 });
  expect(config.doNormalize).toBe(true);
  expect(config.imageMean).toEqual(released7b.image_mean);
  expect(config.background).toEqual([122, 116, 104]);
});

test("without a mean the padding is middle grey", () => {
  const config = parseProcessorConfig({ image_size: 64, image_mean: null, image_std: null, do_normalize: false });
  expect(config.background).toEqual([127, 127, 127]);
});

test("a hybrid transformers file means one un-normalised tensor at the high resolution", () => {
  const config = parseProcessorConfig({
    image_processor_type: "DeepseekVLHybridImageProcessor",
    do_normalize: true,
    size: { height: 384, width: 384 },
    high_res_size: { height: 1024, width: 1024 },
    image_mean: [0.5, 0.5, 0.5],
    image_std: [0.5, 0.5, 0.5],
    high_res_image_mean: released7b.image_mean,
    high_res_image_std: released7b.image_std,
    min_size: 14,
  });
  expect(config).toMatchObject({ imageSize: 1024, doNormalize: false, background: [122, 116, 104] });
  expect(config.imageMean).toEqual(released7b.image_mean);
});

test("a low-resolution transformers file keeps its size and pads with its own mean", () => {
  const config = parseProcessorConfig({ size: { height: 384, width: 384 }, image_mean: [0.5, 0.5, 0.5] });
  expect(config).toMatchObject({ imageSize: 384, doNormalize: false, background: [127, 127, 127] });
});

test("a wrong file is refused with the key and what was expected", () => {
  const refuse = (json: unknown, message: string) => {
    expect(() => parseProcessorConfig(json)).toThrow(UserError);
    expect(() => parseProcessorConfig(json)).toThrow(message);
  };
  refuse([], "preprocessor_config.json must hold a JSON object");
  refuse({}, '"image_size"');
  refuse({ image_size: "384" }, '"image_size"');
  refuse({ image_size: 384, image_std: [0.5, 0, 0.5] }, '"image_std.1"');
  refuse({ image_size: 8 }, '"min_size" is 14, more than the image size 8');
  refuse({ image_size: 384, image_mean: null }, '"do_normalize" is true');
  refuse({ size: { height: 384, width: 336 } }, "the model needs a square");
});
