import { readFileSync, writeFileSync } from 'node:fs';
import { playAll } from './simulated-session.js';

/** node play.js HISTORIES RESULTS: plays the histories of one file, writes what came of them into another. */
const [, , histories, results] = process.argv;
writeFileSync(results, JSON.stringify(await playAll(JSON.parse(readFileSync(histories)))));
