-- Sends the form of an Ally, each time another person from another address, and counts answers.
local count = 0
local threads = {}

function setup(thread) table.insert(threads, thread) end

function init(args)
  run = args[1]
  words = { "Ana Ruiz", "Luis Ortega", "Priya Raman", "Theo Lindqvist", "Ngozi Adeyemi" }
  acknowledged, bad, first = 0, 0, ""
end

function request()
  count = count + 1
  local body = "tier=ally&name=" .. words[count % #words + 1]:gsub(" ", "+")
    .. "&email=" .. run .. "." .. count .. "%40example.org&postcode=&amount_other="
  local address = string.format("%d.%d.%d.%d", 11 + math.floor(count / 16777216) % 100,
    math.floor(count / 65536) % 256, math.floor(count / 256) % 256, count % 254 + 1)
  return wrk.format("POST", nil, {
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Sec-Fetch-Site"] = "same-origin",
    ["X-Forwarded-For"] = address,
  }, body)
end

function response(status, headers, body)
  if status == 303 then
    acknowledged = acknowledged + 1
  else
    bad = bad + 1
    if first == "" then first = status .. " " .. body:sub(1, 300):gsub("%s+", " ") end
  end
end

function done(summary, latency, requests)
  local good, wrong, what = 0, 0, ""
  for _, thread in ipairs(threads) do
    good = good + thread:get("acknowledged")
    wrong = wrong + thread:get("bad")
    what = what .. thread:get("first")
  end
  io.write(string.format("acknowledged %d\nwrong %d %s\n", good, wrong, what))
end
