// Writes the next migration: `npm run db:diff -- add_phone_numbers`. Run the build first; this uses dist/.
import { writeMigration } from '../dist/migrate/write.js';

const [name] = process.argv.slice(2);
if (!name) {
  process.stderr.write('Name the migration, for example: npm run db:diff -- add_phone_numbers\n');
  process.exit(2);
}
const folder = await writeMigration(name);
process.stdout.write(folder ? `wrote prisma/migrations/${folder}/migration.sql\n` : 'nothing to change: the migrations lead to the data model\n');
process.exit(0);
