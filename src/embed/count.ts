// The script that a page loads from the service for the numbers of comments alone.
import { defineCount } from './count-element.ts';

defineCount(new URL('./', import.meta.url));
