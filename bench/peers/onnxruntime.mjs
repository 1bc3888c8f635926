// PFENet's encoders in ONNX Runtime, on the network and the patches that `msmv bench --export` wrote.
//
// usage: node onnxruntime.mjs NETWORK.onnx EXPORT [threads] [repeats]
//
// NETWORK.onnx comes from `pytorch.py EXPORT --onnx NETWORK.onnx`.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const ort = createRequire(process.cwd() + '/')('onnxruntime-node');
const version = JSON.parse(
    readFileSync(process.cwd() + '/node_modules/onnxruntime-node/package.json')).version;
const [network, exported, threads = '1', repeats = '5'] = process.argv.slice(2);

const bytes = readFileSync(exported);
const start_of_values = 8 + Number(bytes.readBigUInt64LE(0));
const header = JSON.parse(bytes.subarray(8, start_of_values));
const tensor = (name) => {
  const [from, to] = header[name].data_offsets.map((offset) => start_of_values + offset);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset + from, bytes.byteOffset + to));
};
const shape = header.patches.shape;
const patches = new ort.Tensor('float32', tensor('patches'), shape);
const expected = tensor('encodings');

const session = await ort.InferenceSession.create(network, {
  intraOpNumThreads: Number(threads),
  interOpNumThreads: 1,
  graphOptimizationLevel: 'all',
});
const got = (await session.run({ patches })).encodings.data;
let largest = 0;
let difference = 0;
for (let i = 0; i < got.length; ++i) {
  largest = Math.max(largest, Math.abs(expected[i]));
  difference = Math.max(difference, Math.abs(got[i] - expected[i]));
}
let wall = Infinity;
let processor = Infinity;  // which what else the machine does can't lengthen much
for (let i = 0; i < Number(repeats); ++i) {
  const start = performance.now();
  const used = process.cpuUsage();
  await session.run({ patches });
  const { user, system } = process.cpuUsage(used);
  wall = Math.min(wall, performance.now() - start);
  processor = Math.min(processor, (user + system) / 1e3);
}
const per_patch = (ms) => (ms / shape[0]).toFixed(1);
console.log(`onnxruntime ${version} fp32: ${per_patch(wall)} ms/patch, ${per_patch(processor)} of ` +
            `processor; differs from msmv by ${(difference / largest).toExponential(1)} of the largest value`);
