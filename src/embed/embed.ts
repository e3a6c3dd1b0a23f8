// The script that a page loads from the service.
import { defineDiscussion } from './discussion-element.ts';

defineDiscussion(new URL('./', import.meta.url));
