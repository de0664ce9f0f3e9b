import { definePlugin } from '@parley/plugin-sdk';
import { openSupabase } from './supabase.js';

export default definePlugin({ 'data-source': openSupabase });
