// What the package is imported for. It does not come from the service, which the elements therefore name.
import { defineDiscussion } from '../discussion-element.ts';

defineDiscussion(null);
