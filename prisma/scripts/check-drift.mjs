// Fails when the migrations do not lead to the data model. Run the build first; this uses dist/.
import { schemaDrift } from '../dist/migrate/write.js';

const drift = await schemaDrift();
if (drift !== '') {
  process.stderr.write(`The migrations do not lead to the data model. Missing:\n\n${drift}\nWrite it with: npm run db:diff -- <name>\n`);
  process.exit(1);
}
process.stdout.write('the migrations lead to the data model\n');
process.exit(0);
