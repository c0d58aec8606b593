-- A million people who stand behind the campaign, a third of them by name.
INSERT INTO supporters_supporter (campaign_id, email, email_canonical, slot, name, title,
    name_shown, postcode, state, language, tier, status, wants_milestones, joined_at, confirmed_at,
    counted, network_hash, mailed_at, mails, refuses_mail)
SELECT %(campaign)s, 'm' || n || '@example.org', 'm' || n || '@example.org', 0,
    'Ana Ruiz ' || n, '', CASE n %% 3 WHEN 0 THEN 'full' ELSE 'private' END, '',
    (ARRAY['CA','TX','NY','AZ','FL'])[1 + n %% 5], 'en', 'ally', 'confirmed', false,
    redress_now() - n * interval '1 second', redress_now() - n * interval '1 second', true,
    md5(n::text), redress_now() - n * interval '1 second', 1, false
  FROM generate_series(1, 1000000) n;
