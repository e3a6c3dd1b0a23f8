// What a thread of the renderer runs: see `renderer.ts`. The start and the build find it by its place and its name.
import workerpool from 'workerpool';
import { renderBody } from './render-body.ts';

workerpool.worker({ renderBody });
