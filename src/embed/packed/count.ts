import { defineCount } from '../count-element.ts';

defineCount(null);
