import { makeEmbeddedTemplate } from '../data/embedded/embedded-template.ts';

// After the install, so that the first start is quick; without it the first start takes some seconds longer.
try {
  await makeEmbeddedTemplate();
} catch (error) {
  console.warn(`The first start will take longer: ${String(error)}`);
}
