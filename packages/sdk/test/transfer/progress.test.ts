import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';

import { ProgressMeter } from '#src/transfer/progress.js';
import type { TransferProgress } from '@ostk/sdk';

describe('ProgressMeter', () => {
  let now = 0;
  let told: (TransferProgress & { readonly at: number })[] = [];
  const report = (progress: TransferProgress): void => void told.push({ ...progress, at: now });

  beforeEach(() => {
    now = 1000;
    told = [];
    mock.method(performance, 'now', () => now);
  });
  afterEach(() => mock.restoreAll());

  test('the first and the last are always told', () => {
    const meter = new ProgressMeter(report, 'receiving', 10);
    meter.add(4);
    meter.add(6);
    meter.finish();
    assert.deepEqual(
      told.map(({ bytes }) => bytes),
      [0, 10],
    );
  });

  test('between them, at most ten a second', () => {
    const meter = new ProgressMeter(report, 'receiving', undefined);
    for (let step = 0; step < 5000; step += 1) {
      now += 1;
      meter.add(1);
    }
    assert.equal(told.length, 1 + 50);
    for (const [index, { at }] of told.entries()) {
      const next = told[index + 1];
      if (next !== undefined) assert.ok(next.at - at >= 100);
    }
  });

  test('a new phase is told at once', () => {
    const meter = new ProgressMeter(report, 'sending', 1);
    meter.add(1);
    meter.enter('finishing');
    meter.enter('verifying');
    meter.finish();
    assert.deepEqual(
      told.map(({ phase, bytes, total }) => [phase, bytes, total]),
      [
        ['sending', 0, 1],
        ['finishing', 1, 1],
        ['verifying', 1, 1],
        ['verifying', 1, 1],
      ],
    );
  });

  test('the rate is that of the last seconds, and leaves out what was there before', () => {
    const meter = new ProgressMeter(report, 'receiving', undefined);
    meter.start(1_000_000);
    for (let second = 0; second < 10; second += 1) {
      now += 1000;
      meter.add(500);
    }
    assert.equal(told.at(-1)?.rate, 500);
    assert.equal(told.at(-1)?.bytes, 1_005_000);
    for (let second = 0; second < 20; second += 1) {
      now += 1000;
      meter.add(2000);
    }
    assert.ok((told.at(-1)?.rate ?? 0) > 1950);
  });

  test('without a listener nothing is counted for one', () => {
    const meter = new ProgressMeter(undefined, 'receiving', 1);
    meter.add(1);
    meter.finish();
    assert.deepEqual(told, []);
  });
});
