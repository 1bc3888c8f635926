// ResNet-50 as PFENet uses it, in ONNX Runtime: milliseconds a patch of 224 x 224.
//
// usage: node onnxruntime.mjs NETWORK.onnx [threads] [batch] [repeats]
//
// NETWORK.onnx comes from `pytorch.py --onnx NETWORK.onnx`.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const ort = createRequire(process.cwd() + '/')('onnxruntime-node');
const version = JSON.parse(
    readFileSync(process.cwd() + '/node_modules/onnxruntime-node/package.json')).version;
const [network, threads = '1', batch = '18', repeats = '5'] = process.argv.slice(2);

const session = await ort.InferenceSession.create(network, {
  intraOpNumThreads: Number(threads),
  interOpNumThreads: 1,
  graphOptimizationLevel: 'all',
});
const shape = [Number(batch), 3, 224, 224];
const values = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => (i % 251) / 251);
const patches = new ort.Tensor('float32', values, shape);

await session.run({ patches });
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
const per_patch = (ms) => (ms / Number(batch)).toFixed(1);
console.log(`onnxruntime ${version} fp32: ${per_patch(wall)} ms/patch, ${per_patch(processor)} of processor`);
